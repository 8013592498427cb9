"""What a movement does to a level, and what a level lacks. Pure: pieces in, pieces out."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from resources.inventory.choices import MovementKind as Kind

#: pieces in one movement, and pieces of a part in one depot
MAX_QUANTITY = 1_000_000
MAX_ON_HAND = 100_000_000
ADDS = frozenset({Kind.RECEIPT, Kind.RETURN, Kind.TRANSFER_IN})
TAKES = frozenset({Kind.ISSUE, Kind.TRANSFER_OUT, Kind.SCRAP})
NEEDS_REASON = frozenset({Kind.ADJUSTMENT, Kind.SCRAP})
REASON_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Level:
    """What a depot has of a part: on the shelf, of that promised, and what is on its way here."""

    on_hand: int = 0
    reserved: int = 0
    in_transit: int = 0

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved


@dataclass(frozen=True, slots=True)
class Limits:
    """Below `minimum` a part is filled up to `target`; without limits a depot needs none of it."""

    minimum: int = 0
    target: int = 0


def check_pieces(quantity: int) -> None:
    """Raises Invalid unless the quantity is a whole number of pieces from 1 to a million."""
    if quantity <= 0:
        raise Invalid("stock_quantity", _("数量必须是大于 0 的整数。"))
    if quantity > MAX_QUANTITY:
        raise Invalid("stock_quantity_large", _("一次最多 %(limit)d 件，请核对数量。"), limit=MAX_QUANTITY)


def signed(kind: str, quantity: int) -> int:
    """The quantity as the ledger writes it. An adjustment brings its own sign. Raises Invalid."""
    if kind == Kind.ADJUSTMENT:
        if quantity == 0:
            raise Invalid("stock_adjustment", _("调整数量不能为 0。"))
        check_pieces(abs(quantity))
        return quantity
    check_pieces(quantity)
    return -quantity if kind in TAKES else quantity


def check_reason(kind: str, reason: str) -> None:
    """Raises Invalid where a reason is missing or too long."""
    if kind in NEEDS_REASON and not reason.strip():
        raise Invalid("stock_reason", _("“%(kind)s”需要写明原因。"), kind=Kind(kind).label)
    if len(reason) > REASON_LENGTH:
        raise Invalid("stock_reason_long", _("原因最多 %(limit)d 个字。"), limit=REASON_LENGTH)


@dataclass(frozen=True)
class Place:
    """Names for the sentence of a refusal."""

    depot: str
    part: str


def moved(level: Level, change: int, place: Place) -> Level:
    """The level after free pieces came or went. Raises Refused when fewer are free than leave."""
    if -change > level.available:
        raise _short(level, -change, place)
    if level.on_hand + change > MAX_ON_HAND:
        raise Invalid("stock_level_large", _("库存不能超过 %(limit)d 件，请核对数量。"), limit=MAX_ON_HAND)
    return replace(level, on_hand=level.on_hand + change)


def promised(level: Level, quantity: int, place: Place) -> Level:
    """The level after free pieces were reserved. Raises Refused when fewer are free."""
    check_pieces(quantity)
    if quantity > level.available:
        raise _short(level, quantity, place)
    return replace(level, reserved=level.reserved + quantity)


def _short(level: Level, wanted: int, place: Place) -> Refused:
    return Refused(
        "stock_short",
        _(
            "%(depot)s 的%(part)s可用库存不足：需要 %(wanted)d，可用 %(available)d（在库 %(on_hand)d，已预留 %(reserved)d）。"
        ),
        depot=place.depot,
        part=place.part,
        wanted=wanted,
        available=level.available,
        on_hand=level.on_hand,
        reserved=level.reserved,
    )


def freed(level: Level, quantity: int) -> Level:
    """The level after a promise of so many pieces ended. Raises ValueError where not so many were promised."""
    if quantity > level.reserved:
        raise ValueError(f"{quantity} pieces freed of {level.reserved} reserved")
    return replace(level, reserved=level.reserved - quantity)


def travelled(level: Level, change: int) -> Level:
    """The level after pieces set out for it (positive) or arrived (negative). Raises ValueError below nothing."""
    if level.in_transit + change < 0:
        raise ValueError(f"{-change} pieces arrived of {level.in_transit} in transit")
    return replace(level, in_transit=level.in_transit + change)


def fell_below(before: int, after: int, minimum: int) -> bool:
    """Whether the free pieces passed their minimum on the way down."""
    return after < minimum <= before


def missing(level: Level, ordered: int, limits: Limits) -> int:
    """How many pieces to send for: up to the target, once free, in transit and ordered together are below the minimum."""
    foreseen = level.available + level.in_transit + ordered
    return limits.target - foreseen if foreseen < limits.minimum else 0


def spare(level: Level, limits: Limits) -> int:
    """How many free pieces a depot can give away and still has its target."""
    return max(0, level.available - limits.target)


def check_limits(minimum: int, target: int) -> None:
    """Raises Invalid unless 0 <= minimum <= target <= a million."""
    if minimum < 0 or target < 0:
        raise Invalid("stock_limit", _("安全库存和补足数量不能小于 0。"))
    if target < minimum:
        raise Invalid(
            "stock_limit_order",
            _("补足数量 %(target)d 不能小于安全库存 %(minimum)d。"),
            target=target,
            minimum=minimum,
        )
    if target > MAX_QUANTITY:
        raise Invalid("stock_quantity_large", _("一次最多 %(limit)d 件，请核对数量。"), limit=MAX_QUANTITY)
