"""Labels of terminals and sites. The code on a terminal's opens its page on a phone, that on a site's is scanned on arrival."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from resources.documents import registry
from resources.documents.choices import PaperKind
from resources.documents.labels import page_format, sheet_facts
from resources.documents.models import Paper
from resources.staff.models import Person

from .access import sees_region
from .models import Site, Terminal


def address_of(terminal: Terminal) -> str:
    """What the QR code of a label says."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse('network:terminal', args=[terminal.code])}"


def label_facts(terminals: Sequence[Terminal], form: str, skip: int = 0) -> dict[str, Any]:
    """What the labels show. skip: places of the first sheet that are used already."""
    regions = [terminal.site.region_id for terminal in terminals]
    return sheet_facts(form, skip, regions=regions, labels=[_label(terminal) for terminal in terminals])


def site_address(site: Site) -> str:
    """What the QR code of a site's label says: where scanning it leads is decided when it is scanned."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse('scanning:page')}?{urlencode({'code': site.code})}"


def site_label_facts(sites: Sequence[Site], form: str, skip: int = 0) -> dict[str, Any]:
    regions = [site.region_id for site in sites]
    return sheet_facts(form, skip, regions=regions, labels=[_site_label(site) for site in sites])


def _site_label(site: Site) -> dict[str, Any]:
    lines = [str(line) for line in (_("到场请扫码"), site.phone) if line]
    return {"url": site_address(site), "name": site.name, "number": site.code, "lines": lines}


def _label(terminal: Terminal) -> dict[str, Any]:
    lines = [line for line in (terminal.model, terminal.site.phone) if line]
    return {"url": address_of(terminal), "name": terminal.site.name, "number": terminal.code, "lines": lines}


def may_open(person: Person, paper: Paper) -> bool:
    """Whoever ordered the labels, and who sees the regions of all these terminals."""
    if paper.created_by_id == person.pk:
        return True
    return all(sees_region(person, code) for code in paper.facts["regions"])


registry.register(
    PaperKind.TERMINAL_LABELS,
    template="papers/labels.html",
    page=page_format,
    may_open=may_open,
    back=lambda paper: reverse("network:terminals"),
)
registry.register(
    PaperKind.SITE_LABELS,
    template="papers/labels.html",
    page=page_format,
    may_open=may_open,
    back=lambda paper: reverse("network:sites"),
)
