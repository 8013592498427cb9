"""The round on paper: one line a terminal, a box for each thing to look at. What comes back is typed in. Registered at the start."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.urls import reverse

from emergency_ops.lib import timing
from resources.documents import registry
from resources.documents.actions import order, printed_language
from resources.documents.choices import PaperKind
from resources.documents.models import Paper
from resources.inventory.tokens import grouped
from resources.network.models import Terminal
from resources.staff.models import Person

from . import access, rules
from .checklists import checklists, item_name
from .models import PatrolRound
from .queries import terminals_of

STYLE: Final = Path(__file__).parent / "assets" / "patrol_sheet.css"


def order_sheet(one: PatrolRound, *, actor: Person, now: datetime) -> Paper:
    """The sheet of a round as it is now."""
    with printed_language():
        facts = sheet_facts(one, terminals_of(one))
        title = f"{PaperKind.PATROL_SHEET.label} {one.site.name} {facts['starts']}"
    return order(PaperKind.PATROL_SHEET, facts, title=title, region=one.site.region_id, actor=actor, now=now)


def sheet_facts(one: PatrolRound, terminals: Sequence[Terminal]) -> dict[str, Any]:
    """Terminals by checklist, so that each table has the columns of its list. The code opens the typing-in page."""
    lists, tables = checklists(), dict[tuple[str, ...], dict[str, Any]]()
    for terminal in terminals:
        items = rules.items_for(terminal.model, lists)
        names = tuple(item_name(item.code, item.name) for item in items)
        table = tables.setdefault(names, {"items": list(names), "terminals": []})
        table["terminals"].append({"code": terminal.code, "model": terminal.model})
    return {
        "number": grouped(one.token),
        "subtitle": f"{one.site.name}（{one.site.code}）",
        "url": settings.SITE_URL.rstrip("/") + reverse("patrols:paper", args=[one.token]),
        "token": one.token,
        "address": one.site.address,
        "starts": timing.full(one.starts_at)[:16],
        "due": timing.full(one.due_at)[11:16],
        "assignee": str(one.assignee or ""),
        "tables": list(tables.values()),
    }


def _may_open(person: Person, paper: Paper) -> bool:
    return access.rounds_for(person).filter(token=paper.facts["token"]).exists()


registry.register(
    PaperKind.PATROL_SHEET,
    template="papers/patrol_sheet.html",
    page="A4 landscape",
    css=(STYLE,),
    may_open=_may_open,
    back=lambda paper: reverse("patrols:round", args=[paper.facts["token"]]),
)
