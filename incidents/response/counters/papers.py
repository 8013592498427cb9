"""The notice that hangs at a staffed counter and tells how priority service works there: A4, 28 pt and more."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from incidents.response.access import incidents_for
from resources.documents import registry
from resources.documents.actions import order, printed_language
from resources.documents.choices import PaperKind
from resources.documents.models import Paper
from resources.staff.models import Person

from .choices import Need, PriorityMode
from .models import Counter

#: what the notice says of a need, in both languages whatever the reader's is: paper has no switch
HELP: Final = {
    Need.WHEELCHAIR: ("坐轮椅：有轮椅位", "Wheelchair place"),
    Need.LARGE_PRINT: ("看不清：大字材料", "Large print"),
    Need.HEARING: ("听不清：用写字板", "Writing board"),
    Need.DIALECT: ("说方言：有人帮听", "Help with dialect"),
    Need.PROXY: ("来不了：请人代办", "Others may pay"),
}
#: whatever is offered besides
CASH: Final = ("付现金：不另收费", "Cash, no fee")
#: a place or a number that is longer takes its room from the title and the gaps
_LONG_PLACE, _LONG_NUMBER = 36, 12


def order_notice(counter: Counter, needs: Iterable[str], *, bilingual: bool, actor: Person, now: datetime) -> Paper:
    """The paper of this counter as it is set up now. needs: what is offered here (Need)."""
    with printed_language():
        facts = notice_facts(counter, needs, bilingual=bilingual)
        title = _("优先服务告示 %(place)s") % {"place": counter.substitute.place}
    site = counter.substitute.site
    region = site.region_id if site else None
    return order(PaperKind.PRIORITY_NOTICE, facts, title=title, region=region, actor=actor, now=now)


def notice_facts(counter: Counter, needs: Iterable[str], *, bilingual: bool) -> dict[str, Any]:
    """What the paper shows; nothing in it changes with when it is printed. windows: those for priority users that are open.

    ratio: so many priority users are called for one other; where all their windows are closed too (see rules.order).
    """
    substitute = counter.substitute
    own = counter.priority_mode == PriorityMode.WINDOW
    windows = counter.windows.filter(is_priority=True, closed_at=None).values_list("number", flat=True) if own else []
    offered = set(needs)
    return {
        "languages": ["zh", "en"] if bilingual else ["zh"],
        "tight": len(substitute.place) > _LONG_PLACE or len(settings.HOTLINE) > _LONG_NUMBER,
        "place": substitute.place,
        "hours": substitute.hours,
        "windows": list(windows),
        "ratio": counter.ratio,
        "help": [*(list(texts) for need, texts in HELP.items() if need in offered), list(CASH)],
        "hotline": settings.HOTLINE,
        "url": f"{settings.SITE_URL.rstrip('/')}{reverse('counter_take', args=[counter.take_token])}",
        "drill": substitute.incident.is_drill,
        "incident": substitute.incident.number,
        "substitute": substitute.pk,
    }


def may_open(person: Person, paper: Paper) -> bool:
    """Whoever sees the incident."""
    return incidents_for(person).filter(number=paper.facts["incident"]).exists()


def _back(paper: Paper) -> str:
    return reverse("incidents:substitute", args=[paper.facts["incident"], paper.facts["substitute"]])


registry.register(
    PaperKind.PRIORITY_NOTICE,
    template="papers/priority_notice.html",
    may_open=may_open,
    css=(Path(__file__).parent / "assets" / "priority.css",),
    back=_back,
)
