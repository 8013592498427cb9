"""What the substitute's page shows of a staffed counter."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from incidents.response.choices import SubstituteStatus
from incidents.response.models import Substitute
from resources.inventory.models import Equipment
from resources.staff.models import Person

from . import checks, queries
from .access import may_arrange, may_call
from .actions.cash import last_count
from .choices import CashMoment, CheckPhase
from .models import Counter
from .models_opening import CounterCheck
from .rules.cash import difference
from .wording import item_text


def section(substitute: Substitute, person: Person, now: datetime) -> Mapping[str, Any]:
    """Context of response/substitutes/_counter.html."""
    counter = Counter.objects.filter(pk=substitute.pk).first()
    arranges = may_arrange(person, substitute)
    if counter is None:
        return {"counter": None, "arranges": arranges}
    counter.substitute = substitute
    staff = list(counter.staff.select_related("person", "badge", "window"))
    items = Equipment.objects.filter(pk__in=counter.equipment.values("equipment"))
    return {
        "counter": counter,
        "arranges": arranges,
        "calls": may_call(person, counter),
        "runs": substitute.status in (SubstituteStatus.READY, SubstituteStatus.SERVING),
        "windows": queries.at_windows(counter),
        "figures": queries.figures_of([counter.pk], now)[counter.pk],
        "present": [row for row in staff if row.left_at is None],
        "gone": [row for row in staff if row.left_at is not None],
        "late": [row.pk for row in staff if row.left_at is None and row.until <= now],
        "equipment": items.select_related("depot", "holder", "site").order_by("code"),
        "still_out": checks.still_out(counter),
        **_cash(counter),
        **_lists(counter),
    }


def _cash(counter: Counter) -> dict[str, Any]:
    out, back = last_count(counter, CashMoment.OUT), last_count(counter, CashMoment.BACK)
    missing = difference(out.amount, back.takings, back.amount) if out and back else None
    served, taken = queries.takings_away(counter)
    return {
        "cash_out": out, "cash_back": back, "cash_difference": missing, "served_away": served, "taken_away": taken,
    }  # fmt: skip


def _lists(counter: Counter) -> dict[str, Any]:
    rows = [(check, item_text(check)) for check in counter.checks.select_related("done_by")]
    opening, closing = (_of(rows, phase) for phase in (CheckPhase.OPENING, CheckPhase.CLOSING))
    return {
        "opening": opening,
        "closing": closing,
        "opening_open": sum(check.done_at is None for check, _text in opening),
        "closing_open": sum(check.done_at is None for check, _text in closing),
    }


def _of(rows: list[tuple[CounterCheck, str]], phase: CheckPhase) -> list[tuple[CounterCheck, str]]:
    return [(check, text) for check, text in rows if check.phase == phase]


def evidence(substitute: Substitute) -> str:
    """What the counter itself shows of its serving: the first visitor who was served."""
    counter = Counter.objects.filter(pk=substitute.pk).first()
    ticket = queries.first_served(counter) if counter else None
    return gettext("首个办结的排队号：%(ticket)s") % {"ticket": ticket.code} if ticket else ""
