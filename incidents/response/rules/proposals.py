"""The next best action for one person: what they can do for the incident now, the most useful first. Plain values in and out."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from incidents.response.choices import RUNNING_STATUSES, Status
from incidents.response.standing.rules import Step

from .transitions import Verb


class Proposal(StrEnum):
    """What can be proposed. Those that are moves have the move's name."""

    TAKE_COMMAND = "take-command"
    ANSWER_DISPATCH = "answer-dispatch"
    GO_ON = "go-on"
    TASK_LATE = "task-late"
    TASK_ACCEPT = "task-accept"
    TASK = "task"
    CONFIRM = "confirm"
    ACKNOWLEDGE = "acknowledge"
    FALSE_ALARM = "false-alarm"
    ACTIVATE = "activate"
    REQUEST = "request-substitute"
    SERVE = "serve"
    RESTORE = "restore"
    CLOSE = "close"
    ASSIGN = "assign"
    SEND = "send"
    EXPECT = "expect"
    WITHDRAW = "withdraw"


#: one, and two behind it
MOST = 3


@dataclass(frozen=True, slots=True)
class Situation:
    """The incident as one person sees it. verbs: what they may do with it now.

    held: somebody's acknowledgement stands. requested, ready: substitutes for whose place the person answers.
    task: "", "open" (to be accepted) or "accepted"; the first of the person's own. dispatch: the state of their own, "" none.
    expected: "unknown", "past" or "known". unheld: unfinished tasks that nobody has. sent: people are bound to the incident.
    done_at: substitutes at sites that are wholly back.
    """

    status: str
    step: Step
    verbs: frozenset[Verb]
    held: bool = False
    requested: bool = False
    ready: bool = False
    task: str = ""
    task_is_late: bool = False
    dispatch: str = ""
    command_offered: bool = False
    unheld: int = 0
    sent: bool = False
    expected: str = "known"
    done_at: bool = False

    def may(self, verb: Verb) -> bool:
        return verb in self.verbs


def proposals(seen: Situation) -> list[Proposal]:
    """At most MOST, the best first; none where there is nothing for this person to do. That the trouble is over can always be said."""
    found = list(dict.fromkeys(_ranked(seen)))
    kept = [Proposal.RESTORE] if Proposal.RESTORE in found[MOST:] else []
    return [*found[: MOST - len(kept)], *kept]


def _ranked(seen: Situation) -> Iterator[Proposal]:
    yield from _asked_of_me(seen)
    yield from _step(seen)
    yield from _own_work(seen)
    yield from _directing(seen)
    if seen.step is Step.REPAIR and seen.may(Verb.RESTORE):
        yield Proposal.RESTORE


def _asked_of_me(seen: Situation) -> Iterator[Proposal]:
    """What waits for this very person, and nobody else can do."""
    if seen.command_offered:
        yield Proposal.TAKE_COMMAND
    if seen.dispatch == "offered":
        yield Proposal.ANSWER_DISPATCH
    if seen.task and seen.task_is_late:
        yield Proposal.TASK_LATE


def _step(seen: Situation) -> Iterator[Proposal]:
    """What the incident itself waits for."""
    move = _move(seen)
    if move and seen.may(_VERBS[move]):
        yield move
    elif seen.dispatch in ("accepted", "under_way"):
        yield Proposal.GO_ON
    if seen.status in RUNNING_STATUSES and not seen.held and seen.may(Verb.ACKNOWLEDGE):
        yield Proposal.ACKNOWLEDGE
    if seen.status == Status.SUSPECTED and seen.may(Verb.FALSE_ALARM):
        yield Proposal.FALSE_ALARM


_VERBS = {
    Proposal.CONFIRM: Verb.CONFIRM,
    Proposal.ACTIVATE: Verb.ACTIVATE,
    Proposal.REQUEST: Verb.SUBSTITUTE,
    Proposal.SERVE: Verb.SUBSTITUTE,
    Proposal.RESTORE: Verb.RESTORE,
    Proposal.CLOSE: Verb.CLOSE,
}


def _move(seen: Situation) -> Proposal | None:
    """The move that takes the incident's step. What stands ready and is not in this person's hands, they ask for elsewhere."""
    match seen.step:
        case Step.CONFIRM:
            return Proposal.CONFIRM
        case Step.ACTIVATE:
            return Proposal.ACTIVATE
        case Step.ASK | Step.AGAIN | Step.COVER | Step.PREPARE | Step.SERVE:
            return Proposal.SERVE if seen.ready or seen.requested else Proposal.REQUEST
        case Step.RESTORE:
            return Proposal.RESTORE
        case Step.CLOSE:
            return Proposal.CLOSE
    return None


def _own_work(seen: Situation) -> Iterator[Proposal]:
    if seen.dispatch in ("accepted", "under_way", "on_site"):
        yield Proposal.GO_ON
    if seen.task and not seen.task_is_late:
        yield Proposal.TASK_ACCEPT if seen.task == "open" else Proposal.TASK


def _directing(seen: Situation) -> Iterator[Proposal]:
    """What keeps others from getting on."""
    responding = seen.status == Status.RESPONDING
    if seen.unheld and seen.may(Verb.DISPATCH):
        yield Proposal.ASSIGN
    if responding and not seen.sent and seen.may(Verb.DISPATCH):
        yield Proposal.SEND
    if seen.done_at and seen.may(Verb.WITHDRAW):
        yield Proposal.WITHDRAW
    if responding and seen.expected != "known" and seen.may(Verb.EXPECT):
        yield Proposal.EXPECT
