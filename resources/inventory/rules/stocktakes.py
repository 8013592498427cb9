"""What a count says about the books, and whether it may be posted. Pure: pieces in, pieces out."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from emergency_ops.lib.wording import listed
from resources.inventory.choices import StocktakeState

from .stock import MAX_ON_HAND, REASON_LENGTH


def check_counted(counted: int) -> None:
    """Raises Invalid unless the pieces counted can be true."""
    if counted < 0:
        raise Invalid("count_negative", _("实盘数量不能小于 0。"))
    if counted > MAX_ON_HAND:
        raise Invalid("count_large", _("实盘数量不能超过 %(limit)d，请核对。"), limit=MAX_ON_HAND)


def expected_then(on_hand: int, moved_since: int) -> int:
    """What was on hand at the moment of the count: what is now, without what came (+) and went (-) since."""
    return on_hand - moved_since


def check_state(state: str, wanted: Sequence[StocktakeState], number: str) -> None:
    """Raises Refused with what to do instead, unless the stocktake is in one of the states that a step starts from."""
    if state not in wanted:
        raise Refused(f"stocktake_is_{state}", _REFUSALS[StocktakeState(state)], number=number)


_REFUSALS = {
    StocktakeState.COUNTING: _("盘点单 %(number)s 还在盘点中，请先完成盘点。"),
    StocktakeState.COUNTED: _("盘点单 %(number)s 已经完成盘点；需要更正时，请在差异页退回重盘。"),
    StocktakeState.POSTED: _("盘点单 %(number)s 已经过账，不能再更改；需要更正时请重新盘点。"),
    StocktakeState.CANCELLED: _("盘点单 %(number)s 已经取消，请新建盘点。"),
}


@dataclass(frozen=True)
class Promise:
    """An open reservation of the part: what it is for, and how many pieces it still holds."""

    reference: str
    outstanding: int


def check_promises(part: str, on_hand: int, change: int, promises: Sequence[Promise]) -> None:
    """Raises Refused when the books after the change would hold less than is promised; it names the promises."""
    promised = sum(promise.outstanding for promise in promises)
    if on_hand + change < 0:
        raise Refused(
            "stocktake_below_zero",
            _("清点之后“%(part)s”又有出库，过账后会少于 0：请退回重盘这一种备件。"),
            part=part,
        )
    if change < 0 and on_hand + change < promised:
        raise Refused(
            "stocktake_below_reserved",
            _("过账后“%(part)s”剩 %(left)d，少于已预留的 %(promised)d（%(names)s）：请先释放这些预留，或者退回重盘。"),
            part=part,
            left=on_hand + change,
            promised=promised,
            names=listed(f"{promise.reference}×{promise.outstanding}" for promise in promises),
        )


def check_reason(part: str, reason: str) -> None:
    """Raises Invalid where a variance has no reason."""
    if not reason.strip():
        raise Invalid("stocktake_reason", _("请写明“%(part)s”的差异原因。"), part=part)
    if len(reason) > REASON_LENGTH:
        raise Invalid("stock_reason_long", _("原因最多 %(limit)d 个字。"), limit=REASON_LENGTH)


def check_poster(poster: int | None, counters: set[int]) -> None:
    """Raises Refused when the one who posts has counted: four eyes."""
    if poster in counters:
        raise Refused(
            "stocktake_own_count",
            _("盘点和过账必须由不同的人办理：您参与了这次盘点，请另一位库管员或值班经理复核过账。"),
        )
