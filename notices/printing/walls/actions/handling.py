"""What people do with walls: print, put up, take down, put up once more, leave empty. Each locks the wall's rows first."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from notices.printing.walls import access, history, rules
from notices.printing.walls.choices import SUBJECT, Ending, PostingState
from notices.printing.walls.models import Posting
from resources.attachments.actions import keep, read_all
from resources.attachments.choices import AttachmentKind
from resources.attachments.models import Attachment
from resources.attachments.reading import Upload
from resources.network.models import Site
from resources.staff.models import Person

from .carrying import post_within, take_down_within

MOST_COPIES: Final = 50


@dataclass(slots=True)
class _Hand:
    """A wall's posting and the sheets that hang there still, all locked, and who changes them at which instant."""

    posting: Posting
    formers: list[Posting]
    actor: Person
    now: datetime

    def save(self, **changes: object) -> None:
        _save(self.posting, **changes)

    def write(self, code: str, text: str = "", files: Sequence[Attachment] = (), **params: object) -> None:
        history.write_of(self.posting, code, actor=self.actor, now=self.now, text=text.strip(), files=files, **params)


def mark_printed(posting: Posting, *, actor: Person, now: datetime, copies: int = 1, sheet: str = "") -> Posting:
    """待打印 → 已打印. sheet: number of the one that was printed, where that is known.

    Raises Refused as long as there is no sheet or it is another one now; Invalid for a number of copies that nobody prints.
    """
    if not 1 <= copies <= MOST_COPIES:
        raise Invalid("copies", _("份数应为1至%(most)s。"), most=MOST_COPIES)
    with _handling(posting, "print", actor, now) as hand:
        _require_sheet(hand.posting, sheet)
        hand.save(state=PostingState.PRINTED, printed_at=now, printed_by=actor, copies=copies)
        hand.write("wall_printed", copies=copies)
    return hand.posting


def mark_posted(
    posting: Posting,
    *,
    actor: Person,
    now: datetime,
    place: str,
    uploads: Sequence[Upload] = (),
    without_photo: str = "",
    former_is_down: bool = False,
    sheet: str = "",
) -> Posting:
    """→ 已张贴, with a photo, or the reason why there is none. former_is_down: what hung there came down in the same visit. sheet: as
    in mark_printed().

    Raises Invalid without a place, or without both photo and reason; Refused where the sheet does not exist or holds no more.
    """
    if not place.strip():
        raise Invalid("place", _("请写明公告贴在哪里。"))
    files = read_all(uploads)
    if not without_photo.strip() and not any(file.type.kind == AttachmentKind.IMAGE for file in files):
        raise Invalid("photo", _("请拍一张张贴后的照片；不能拍照时请写明原因。"))
    with _handling(posting, "post", actor, now) as hand:
        row, due = hand.posting, hand.posting.due_at
        _require_sheet(row, sheet)
        kept = keep((SUBJECT, row.pk), files, actor=actor, now=now)
        hand.save(
            state=PostingState.POSTED, posted_at=now, posted_by=actor, place=place.strip()[:120], due_at=None,
            call_at=None, calls=0, without_photo="" if kept else without_photo.strip()[:200],
            printed_at=row.printed_at or now, printed_by=row.printed_by or actor,
        )  # fmt: skip
        _write_posted(hand, due, kept, without_photo)
        _settle_formers(hand, former_is_down)
    return hand.posting


def mark_taken_down(posting: Posting, *, actor: Person, now: datetime, uploads: Sequence[Upload] = ()) -> Posting:
    """待取下 → 已取下. A photo of the empty wall is welcome."""
    files = read_all(uploads)
    with _handling(posting, "take_down", actor, now) as hand:
        kept = keep((SUBJECT, hand.posting.pk), files, actor=actor, now=now)
        _take_down(hand.posting, hand, kept)
    return hand.posting


def redo(posting: Posting, *, reason: str, actor: Person, now: datetime) -> Posting:
    """已打印 or 已张贴 → 待打印: fallen, torn, or noted by mistake. Raises Invalid without a reason."""
    if not reason.strip():
        raise Invalid("reason", _("请写明为什么需要重新打印张贴。"))
    with _handling(posting, "redo", actor, now) as hand:
        due = rules.due_at(now, post_within(), hand.posting.site.opening_hours)
        hand.save(
            state=PostingState.TO_PRINT, due_at=due, call_at=due, calls=0, printed_at=None, printed_by=None,
            posted_at=None, posted_by=None, without_photo="",
        )  # fmt: skip
        hand.write("wall_redo", reason)
    return hand.posting


def cancel(posting: Posting, *, reason: str, actor: Person, now: datetime) -> Posting:
    """The wall gets no sheet: the place is shut, say. What hangs there is to come down all the same. Raises Invalid without a reason."""
    if not reason.strip():
        raise Invalid("reason", _("请写明为什么不张贴。"))
    with _handling(posting, "cancel", actor, now, require=access.require_decider) as hand:
        due = rules.due_at(now, take_down_within(), hand.posting.site.opening_hours) if hand.posting.has_hung else None
        state = PostingState.TO_TAKE_DOWN if due else PostingState.CANCELLED
        hand.save(state=state, ending=Ending.UNNEEDED, ended_at=now, due_at=due, call_at=due, calls=0)
        hand.write("wall_cancelled", reason)
        _settle_formers(hand, is_down=False)
    return hand.posting


@contextmanager
def _handling(
    posting: Posting,
    deed: str,
    actor: Person,
    now: datetime,
    *,
    require: Callable[[Person, Site], None] = access.require_worker,
) -> Iterator[_Hand]:
    """One transaction with the rows locked in the order in which everybody locks them. Raises Forbidden, Refused."""
    require(actor, posting.site)
    with transaction.atomic():
        rows = Posting.objects.filter(Q(pk=posting.pk) | Q(successor=posting.pk, state=PostingState.TO_TAKE_DOWN))
        rows = rows.select_related("site", "sheet", "notice", "incident", "posted_by")
        locked = list(rows.select_for_update(of=("self",)).order_by("pk"))
        fresh = next(row for row in locked if row.pk == posting.pk)
        if reason := rules.refusal(fresh.state, deed):
            raise Refused("status", reason)
        yield _Hand(fresh, [row for row in locked if row.pk != posting.pk], actor, now)


def _require_sheet(row: Posting, printed: str) -> None:
    """Raises Refused: "no_sheet", or "sheet_changed" where the paper in somebody's hand is not what is to hang any more."""
    if row.sheet is None:
        raise Refused("no_sheet", _("这个网点的公告还没有生成，请先生成再打印。"))
    if printed and printed != row.sheet.number:
        text = _("这份公告的内容已更新，旧的一份请不要张贴。请打印并张贴 %(number)s。")
        raise Refused("sheet_changed", text, number=row.sheet.number)


def _settle_formers(hand: _Hand, is_down: bool) -> None:
    """What hung there came down with this visit, or is to come down by itself from now on."""
    for former in hand.formers:
        if is_down:
            _take_down(former, hand, ())
        else:
            due = rules.due_at(hand.now, take_down_within(), former.site.opening_hours)
            _save(former, successor=None, due_at=due, call_at=due, calls=0)


def _take_down(row: Posting, hand: _Hand, kept: Sequence[Attachment]) -> None:
    _save(
        row, state=PostingState.TAKEN_DOWN, taken_down_at=hand.now, taken_down_by=hand.actor, due_at=None,
        call_at=None, calls=0,
    )  # fmt: skip
    history.write_of(row, "wall_taken_down", actor=hand.actor, now=hand.now, files=kept)


def _write_posted(hand: _Hand, due: datetime | None, kept: Sequence[Attachment], reason: str) -> None:
    place = hand.posting.place
    if not kept:
        hand.write("wall_posted_unseen", reason, place=place)
    elif due is not None and rules.is_late(due, hand.now):
        minutes = max(1, int((hand.now - due).total_seconds() // 60))
        hand.write("wall_posted_late", files=kept, place=place, minutes=minutes)
    else:
        hand.write("wall_posted", files=kept, place=place)


def _save(row: Posting, **changes: object) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
