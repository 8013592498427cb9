"""The steps of the plans in force in the search over everything. There are tens of them: they are read here."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.searching import Hit, Names, Query, Source, register, tier
from resources.network.pinyin import sounds

from .access import versions_for
from .choices import VersionState
from .models import PlanStep


def find(person: Any, query: Query) -> Iterable[Hit]:
    versions = versions_for(person).filter(state=VersionState.IN_FORCE)
    for step in PlanStep.objects.filter(version__in=versions.values("pk")).select_related("version__plan"):
        names = (step.title_zh, step.title_en, step.text_zh, step.text_en)
        found = tier(query, Names((step.key,), names, *sounds(step.title_zh)))
        if found is not None:
            href = f"{reverse('plans:version', args=[step.version_id])}#step-{step.key}"
            yield Hit(step.title, href, found, f"{step.version.plan} · {step.get_phase_display()}")


register(
    Source("plan", _("应急预案"), "clipboard-document-list", 80, find, lambda person, query: reverse("plans:current"))
)
