"""A plan of sources in words: why this depot, why not a nearer one, what would be next, what no depot has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .choices import EquipmentKind
from .models import Depot, ExpectedDelivery, Need
from .readiness import Manned
from .rules.sources import Method
from .rules.travel import Ready

HOUR, DAY = 60, 24 * 60
#: deliveries that are named where stock does not do
DELIVERIES = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """`quantity` of the `free` pieces of a depot, there `at` a time, `minutes` from now, by a road of so many kilometres."""

    source: Manned
    quantity: int
    free: int
    minutes: int
    at: datetime
    kilometres: int | None

    @property
    def depot(self) -> Depot:
        return self.source.depot

    @property
    def takes(self) -> str:
        """How long it takes, e.g. 1小时50分."""
        return duration(self.minutes)


@dataclass(frozen=True, slots=True)
class Passed:
    """A depot that one would expect and the plan does not take.

    holds: it has the thing, promised or not. later: it would arrive no sooner than the chosen ones.
    """

    piece: Piece
    holds: bool
    later: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to say of a need."""

    need: Need
    pieces: Sequence[Piece]
    unmet: int
    passed: Sequence[Passed]
    spare: Piece | None
    deliveries: Sequence[ExpectedDelivery]


_READY: Mapping[Ready, Promise] = {
    Ready.ON_DUTY: gettext_lazy(
        "由%(depot)s调出%(quantity)s%(unit)s：现有%(free)s，库管员%(keeper)s在岗，%(road)s，约%(time)s到达（%(at)s）。"
    ),
    Ready.OPEN: gettext_lazy(
        "由%(depot)s调出%(quantity)s%(unit)s：现有%(free)s，备件库正在开放，%(road)s，约%(time)s到达（%(at)s）。"
    ),
    Ready.CALLED: gettext_lazy(
        "由%(depot)s调出%(quantity)s%(unit)s：现有%(free)s，库管员%(keeper)s不在岗，可电话召回，%(road)s，约%(time)s到达（%(at)s）。"
    ),
    Ready.OPENS: gettext_lazy(
        "由%(depot)s调出%(quantity)s%(unit)s：现有%(free)s，需等备件库开门，%(road)s，约%(time)s到达（%(at)s）。"
    ),
    Ready.UNKNOWN: gettext_lazy(
        "由%(depot)s调出%(quantity)s%(unit)s：现有%(free)s，暂无人可联系，请先找到开门的人，%(road)s，约%(time)s到达（%(at)s）。"
    ),
}


def sentences(told: Told, now: datetime) -> Iterator[str]:
    """One after another, each complete."""
    for piece in told.pieces:
        yield _chosen(told.need, piece, now)
    for passed in told.passed:
        yield _why_not(passed, told.need)
    if told.unmet:
        yield from _cannot(told)
    elif told.spare is not None:
        spare = told.spare
        if any(passed.later and passed.piece.depot == spare.depot for passed in told.passed):
            return
        yield _("备选：%(depot)s，可用%(free)s，约%(time)s到达。") % {
            "depot": spare.depot.name,
            "free": spare.free,
            "time": spare.takes,
        }
    else:
        yield _("没有其他备件库有货可作备选。")


def _chosen(need: Need, piece: Piece, now: datetime) -> str:
    return str(_READY[piece.source.ready.why]) % {
        "depot": piece.depot.name,
        "quantity": piece.quantity,
        "unit": unit_of(need),
        "free": piece.free,
        "keeper": piece.source.keeper,
        "road": _road(piece),
        "time": piece.takes,
        "at": moment(piece.at, now),
    }


def _road(piece: Piece) -> str:
    if piece.kilometres is None:
        return _("距离未知，路程按12小时估算")
    return _("路程约%(km)s公里") % {"km": piece.kilometres}


def _why_not(passed: Passed, need: Need) -> str:
    facts = {"depot": passed.piece.depot.name, "free": passed.piece.free, "time": passed.piece.takes}
    if not passed.holds:
        return _("最近的%(depot)s没有%(thing)s。") % {**facts, "thing": thing_of(need)}
    if not passed.piece.free:
        return _("最近的%(depot)s的库存已全部预留。") % facts
    if passed.later:
        return _("最近的%(depot)s可用%(free)s，但出库较晚，约%(time)s才能到达，可作备选。") % facts
    return _("更近的%(depot)s的库存（%(free)s）排给了其他网点，这样全部需求合计到达更早、车次更少。") % facts


def _cannot(told: Told) -> Iterator[str]:
    """What no depot has, and from whom to get it."""
    part = told.need.part
    facts = {"unmet": told.unmet, "unit": unit_of(told.need), "thing": thing_of(told.need)}
    if part is None:
        yield _("还缺%(unmet)s%(unit)s：各备件库都没有可用的%(thing)s，请向其他单位借用，或改用其他替代方案。") % facts
        return
    if not part.supplier:
        yield _("还缺%(unmet)s%(unit)s：各备件库都没有可用的%(thing)s，也没有登记供应商，请联系采购。") % facts
    else:
        facts |= {"supplier": part.supplier, "contact": part.supplier_contact or _("未登记联系方式")}
        facts |= {"days": part.lead_days}
        yield (
            ngettext(
                "还缺%(unmet)s%(unit)s：各备件库都没有可用的%(thing)s。请向%(supplier)s（%(contact)s）采购，约%(days)s天到货。",
                "还缺%(unmet)s%(unit)s：各备件库都没有可用的%(thing)s。请向%(supplier)s（%(contact)s）采购，约%(days)s天到货。",
                part.lead_days,
            )
            % facts
        )
    for delivery in told.deliveries[:DELIVERIES]:
        yield _("%(depot)s预计%(day)s到货%(quantity)s%(unit)s。") % {
            "depot": delivery.depot.name,
            "day": date_format(delivery.expected_on, "m-d"),
            "quantity": delivery.quantity - delivery.received,
            "unit": part.unit,
        }


def thing_of(need: Need) -> str:
    """The part's name or the kind of equipment."""
    return need.part.name if need.part is not None else str(EquipmentKind(need.equipment_kind).label)


def unit_of(need: Need) -> str:
    return need.part.unit if need.part is not None else _("台")


def duration(minutes: int) -> str:
    """E.g. 35分钟, 1小时50分, 2天3小时."""
    if minutes < HOUR:
        return _("%(minutes)s分钟") % {"minutes": minutes}
    if minutes < DAY:
        return _("%(hours)s小时%(minutes)s分") % {"hours": minutes // HOUR, "minutes": minutes % HOUR}
    return _("%(days)s天%(hours)s小时") % {"days": minutes // DAY, "hours": minutes % DAY // HOUR}


def moment(at: datetime, now: datetime) -> str:
    """The time of day; with the date when it is not today."""
    local = localtime(at)
    return date_format(local, "H:i" if local.date() == localtime(now).date() else "m-d H:i")


def of_method(method: Method, gap: float | None) -> str:
    """How good the plan is."""
    if method == Method.OPTIMAL:
        return _("全部需求一并求解，已证明没有更好的方案。")
    if method == Method.BOUNDED:
        return _("全部需求一并求解，与理论最优相差不超过%(share).1f%%。") % {"share": 100 * (gap or 0)}
    return _("求解未能在限时内完成，已按“先到先得”给出可行方案，可能不是最优。")
