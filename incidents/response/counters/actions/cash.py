"""备用金: counted by somebody else than whoever brings it, when it comes and when it goes back."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from incidents.response.actions.substitutes import changing_place, tell
from incidents.response.counters.choices import CashMoment
from incidents.response.counters.models import Counter
from incidents.response.counters.models_opening import CashCount
from incidents.response.counters.rules.cash import difference, yuan
from resources.staff.models import Person


@dataclass(frozen=True, slots=True)
class Counted:
    """amount, takings: in fen. giver: who brought it."""

    amount: int
    giver: Person
    takings: int = 0
    note: str = ""


def count_cash(counter: Counter, moment: str, counted: Counted, *, actor: Person, now: datetime) -> CashCount:
    """The actor has counted; a correction is counted anew. Raises Forbidden, Invalid or Refused."""
    if counted.giver.pk == actor.pk:
        raise Invalid("giver", _("交款人和清点人不能是同一人。"))
    if counted.amount < 0 or counted.takings < 0:
        raise Invalid("amount", _("金额不能为负。"))
    back = moment == CashMoment.BACK
    with changing_place(counter.substitute, actor=actor, now=now, winding_up=back) as (move, row):
        count = CashCount.objects.create(
            counter=counter,
            moment=CashMoment(moment),
            amount=counted.amount,
            takings=counted.takings if back else 0,
            giver=counted.giver,
            counted_by=actor,
            at=now,
            note=counted.note.strip(),
        )
        params = {"amount": yuan(count.amount), "giver": str(counted.giver)}
        if back:
            float_ = last_count(counter, CashMoment.OUT)
            missing = difference(float_.amount if float_ else 0, count.takings, count.amount)
            params |= {"takings": yuan(count.takings), "difference": yuan(missing)}
        tell(move, row, "counter_cash_back" if back else "counter_cash_out", count.note, **params)
    return count


def last_count(counter: Counter, moment: str) -> CashCount | None:
    """What counts of a moment."""
    return counter.cash.filter(moment=moment).select_related("giver", "counted_by").order_by("at", "pk").last()
