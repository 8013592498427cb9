"""Decisions about tasks: who is asked next, until when, and what still stands in the way. No database, no clock."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from incidents.response.choices import RUNNING_STATUSES
from incidents.response.plans.choices import Evidence, Phase

from .choices import TaskState

#: a task is accepted within a quarter of its time, and within these bounds
ACCEPT_SHARE = 4
ACCEPT_AT_LEAST = timedelta(minutes=2)
ACCEPT_AT_MOST = timedelta(minutes=15)
#: the reminder comes when a quarter of the time is left, at most this long before the end
REMIND_AT_MOST = timedelta(minutes=30)
REMIND_SHARE = 4
#: a late task is told again, as long as it is late
LATE_AGAIN_AFTER = timedelta(minutes=30)
#: how often somebody is asked again for a task that nobody else can take
ASK_AGAIN_AFTER = timedelta(minutes=10)
LONGEST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who may have a task: as what they act for the post ("" for the lead), and for whom.

    named: somebody has decided that in this incident it is they who have the post's work.
    """

    person: int
    role: str
    acting_for: int | None = None
    named: bool = False


def next_seat(line: Sequence[Seat], refused: Collection[int]) -> Seat | None:
    """The first in line who has not let the task go before; None: everybody was asked."""
    return next((seat for seat in line if seat.person not in refused), None)


def follows(line: Sequence[Seat], refused: Collection[int], *, holder: int | None, accepted: bool) -> Seat | None:
    """To whom an unfinished task moves because somebody else acts for its post now; None: it stays.

    What somebody has accepted stays with them as long as they are in line at all and nobody else was named for it.
    """
    wanted = next_seat(line, refused)
    if wanted is None or wanted.person == holder:
        return None
    if accepted and not wanted.named and any(seat.person == holder for seat in line):
        return None
    return wanted


def is_for_later(phase: str, status: str) -> bool:
    """What follows recovery waits for it: nobody has to take it while the trouble goes on."""
    return phase == Phase.RECOVERY and status in RUNNING_STATUSES


def accept_by(assigned: datetime, due: datetime) -> datetime:
    """Until when whoever has the task says that they take it."""
    share = (due - assigned) / ACCEPT_SHARE
    return assigned + min(max(share, ACCEPT_AT_LEAST), ACCEPT_AT_MOST)


def remind_at(assigned: datetime, due: datetime) -> datetime | None:
    """When the assignee is reminded; None where there is hardly any time."""
    before = min((due - assigned) / REMIND_SHARE, REMIND_AT_MOST)
    return due - before if before >= timedelta(minutes=1) else None


@dataclass(frozen=True, slots=True)
class Proof:
    """What there is to show that a task is done."""

    needed: str
    text: str
    files: int
    photos: int
    unticked: int


def lacks(proof: Proof) -> str:
    """What keeps a task from being done: checks, text, photo, receipt, any; "" for nothing."""
    if proof.unticked:
        return "checks"
    said = bool(proof.text.strip())
    missing = {
        Evidence.NONE: False,
        Evidence.TEXT: not said,
        Evidence.PHOTO: not proof.photos,
        Evidence.RECEIPT: not proof.files,
        Evidence.ANY: not said and not proof.photos,
    }
    return str(proof.needed) if missing[Evidence(proof.needed)] else ""


LACKING: Mapping[str, Promise] = {
    "checks": ngettext_lazy(
        "核对清单还有%(unticked)s项必查项没有勾选。", "核对清单还有%(unticked)s项必查项没有勾选。", "unticked"
    ),
    Evidence.TEXT: _("请填写完成情况。"),
    Evidence.PHOTO: _("请先上传照片，再完成任务。"),
    Evidence.RECEIPT: _("请先上传单据的照片或文件，再完成任务。"),
    Evidence.ANY: _("请填写完成情况或上传照片。"),
}

#: what may be done with a task in which state
ALLOWED: Mapping[str, frozenset[TaskState]] = {
    "accept": frozenset({TaskState.OPEN}),
    "decline": frozenset({TaskState.OPEN, TaskState.ACCEPTED}),
    "tick": frozenset({TaskState.OPEN, TaskState.ACCEPTED}),
    "complete": frozenset({TaskState.OPEN, TaskState.ACCEPTED}),
    "cancel": frozenset({TaskState.OPEN, TaskState.ACCEPTED}),
    "reassign": frozenset({TaskState.OPEN, TaskState.ACCEPTED}),
    "extend": frozenset({TaskState.OPEN, TaskState.ACCEPTED}),
    "reopen": frozenset({TaskState.DONE, TaskState.CANCELLED}),
}
REFUSALS: Mapping[TaskState, Promise] = {
    TaskState.OPEN: _("任务还没有完成或取消。"),
    TaskState.ACCEPTED: _("任务已被接受，正在办理。"),
    TaskState.DONE: _("任务已完成。需要继续办理时请重新打开。"),
    TaskState.CANCELLED: _("任务已取消。需要继续办理时请重新打开。"),
}


def refusal(state: str, deed: str) -> Promise | None:
    """Why the deed is not possible; None when it is."""
    return None if TaskState(state) in ALLOWED[deed] else REFUSALS[TaskState(state)]
