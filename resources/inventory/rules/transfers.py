"""What may travel, what a receipt says, and what becomes of the needs. Pure: numbers in, numbers out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from resources.inventory.choices import TransferState

from .stock import check_pieces

MAX_LINES = 200
REMARK_LENGTH = 120


def check_lines(lines: Sequence[tuple[str, int, int | None]]) -> None:
    """Raises Invalid unless (part code, pieces, reservation id) are lines that can travel together."""
    if not lines:
        raise Invalid("transfer_empty", _("请至少填写一行备件和数量。"))
    if len(lines) > MAX_LINES:
        raise Invalid("transfer_many_lines", _("一张调拨单最多 %(limit)d 行，请分开填写。"), limit=MAX_LINES)
    seen: set[tuple[str, int | None]] = set()
    for code, quantity, reservation in lines:
        check_pieces(quantity)
        if (code, reservation) in seen:
            raise Invalid("transfer_line_twice", _("备件 %(part)s 填写了两行，请合并成一行。"), part=code)
        seen.add((code, reservation))


def check_state(state: str, wanted: TransferState, number: str) -> None:
    """Raises Refused with what to do instead, unless the transfer is in the state that a step starts from."""
    if state == wanted:
        return
    raise Refused(
        f"transfer_is_{state}", _REFUSALS[TransferState(state)], number=number, state=TransferState(state).label
    )


_REFUSALS = {
    TransferState.DRAFT: _("调拨单 %(number)s 尚未发出，请先由发出备件库确认发出。"),
    TransferState.SENT: _("调拨单 %(number)s 已经发出，不能再发出、修改或取消；需要收回时请登记退回。"),
    TransferState.RECEIVED: _("调拨单 %(number)s 已经签收，不能重复办理。"),
    TransferState.SHORT: _("调拨单 %(number)s 已经短少签收，不能重复办理。"),
    TransferState.RECALLED: _("调拨单 %(number)s 已经退回，不能再办理。"),
    TransferState.CANCELLED: _("调拨单 %(number)s 已经取消，不能再办理。"),
}


@dataclass(frozen=True)
class Sent:
    """A line of a transfer that is on its way."""

    id: int
    name: str
    quantity: int


@dataclass(frozen=True)
class Receipt:
    """Pieces that arrived, by line. Nothing is `missing` when all of a line did."""

    arrived: Mapping[int, int]
    missing: Mapping[int, int]

    @property
    def is_short(self) -> bool:
        return bool(self.missing)

    @property
    def state(self) -> TransferState:
        return TransferState.SHORT if self.missing else TransferState.RECEIVED


def read_receipt(lines: Iterable[Sent], counts: Mapping[int, int], remark: str) -> Receipt:
    """The counts as a receipt. Every line needs a number, never above what was sent, and a shortage its remark."""
    lines = list(lines)
    for line in lines:
        _check_count(line, counts.get(line.id))
    if set(counts) - {line.id for line in lines}:
        raise Invalid("transfer_unknown_line", _("签收内容与调拨单不符，请刷新页面后重新填写。"))
    if len(remark) > REMARK_LENGTH:
        raise Invalid("transfer_remark_long", _("备注最多 %(limit)d 个字。"), limit=REMARK_LENGTH)
    missing = {line.id: line.quantity - counts[line.id] for line in lines if counts[line.id] < line.quantity}
    if missing and not remark.strip():
        raise Invalid("transfer_remark", _("实收少于发出时需要写明原因，例如 运输破损、少装。"))
    return Receipt(arrived=dict(counts), missing=missing)


def _check_count(line: Sent, count: int | None) -> None:
    if count is None:
        raise Invalid("transfer_uncounted", _("请填写“%(part)s”的实收数量，没有收到请填 0。"), part=line.name)
    if count < 0:
        raise Invalid("transfer_negative", _("“%(part)s”的实收数量不能小于 0。"), part=line.name)
    if count > line.quantity:
        raise Invalid(
            "transfer_too_many",
            _("“%(part)s”发出 %(sent)d，实收不能多于发出；多出的请另行入库登记。"),
            part=line.name,
            sent=line.quantity,
        )
