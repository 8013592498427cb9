"""Pure decisions: what a call's outcome and a look mean for a delivery, and which step comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from incidents.escalation.channels.fates import Fate

from .choices import DeliveryState, Operation, PublicChannel, Step
from .outcomes import Look, Result, Seen

#: seconds before the next attempt after one that did nothing; after the last one a person does it by hand
RETRIES = (5, 15, 30, 60, 120, 300)
#: seconds before the next look at what the channel has accepted; after the last one nobody knows
POLLS = (3, 5, 10, 15, 30, 60, 60, 120, 300, 600, 1200, 1800)
#: seconds before the next look after an answer was lost; after the last one a person has to look
LOOKS = (5, 20, 60, 120, 300, 600)
#: a channel that lets nobody in for longer is of no use to people who stand before a terminal
LONGEST_WAIT = timedelta(minutes=30)
#: however soon a channel that has had enough says that it may be asked again
SHORTEST_WAIT = timedelta(seconds=15)
#: the notice before goes once the new one is seen, or after so long
PATIENCE = timedelta(minutes=10)
#: between two looks of a withdrawal whether its publication has ended
NOT_YET = timedelta(seconds=15)
FIRST_STEP: Mapping[str, Step] = {PublicChannel.WECHAT: Step.DRAFT, PublicChannel.WEIBO: Step.SHARE}
#: may be made again, for nobody outside sees what they do twice
REPEATABLE = frozenset({Step.DRAFT, Step.SEEK_DRAFT, Step.TAKE_BACK})
#: after these steps the public may read it
PUBLISHING = frozenset({Step.SUBMIT, Step.SHARE})

_S = DeliveryState


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a delivery. due_at None: nothing by itself. attempts, looks: None leaves the count as it is."""

    state: DeliveryState
    due_at: datetime | None = None
    step: str | None = None
    error: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    attempts: int | None = None
    looks: int | None = None


def after_step(step: str, result: Result, *, attempts: int, first_at: datetime, now: datetime) -> Change:
    """What a call means. attempts: with this one. first_at: since when the delivery has been tried."""
    match result.fate:
        case Fate.ACCEPTED:
            return _done(step, result, now)
        case Fate.AUTH:
            return Change(_S.BY_HAND, error=result.error)
        case Fate.PERMANENT:
            return Change(_S.FAILED, error=result.error)
        case Fate.THROTTLED:
            return _throttled(result, attempts, first_at, now)
        case Fate.UNKNOWN if step in PUBLISHING:
            return Change(_S.UNKNOWN, now + timedelta(seconds=LOOKS[0]), error=result.error, looks=0)
    again = Step.SEEK_DRAFT if step == Step.DRAFT and result.fate == Fate.UNKNOWN else None
    if attempts > len(RETRIES):
        return Change(_S.BY_HAND, error=result.error)
    return Change(_S.RETRY_WAIT, now + timedelta(seconds=RETRIES[attempts - 1]), again, result.error)


def after_look(state: str, look: Look, *, looks: int, now: datetime) -> Change:
    """What a look means for a delivery that is accepted or unknown. looks: with this one.

    A list that does not have it proves nothing: it stays unknown, and a person looks.
    """
    match look.seen:
        case Seen.PUBLIC:
            return Change(_S.PUBLISHED, ids=look.ids, link=look.link)
        case Seen.REFUSED | Seen.GONE:
            return Change(_S.FAILED, error=look.error)
    is_accepted = state == _S.ACCEPTED or look.seen == Seen.RUNNING
    waits = POLLS if is_accepted else LOOKS
    if looks >= len(waits) or (look.until and look.until > now + LONGEST_WAIT):
        return Change(_S.UNKNOWN, error=look.error, looks=looks)
    due = max(now + timedelta(seconds=waits[looks]), look.until or now)
    return Change(_S.ACCEPTED if is_accepted else _S.UNKNOWN, due, error=look.error, looks=looks)


def after_death(step: str, now: datetime, *, attempts: int = 1) -> Change:
    """What becomes of a delivery whose worker died during a call. One that kills every worker is for a person."""
    if step in PUBLISHING:
        return Change(_S.UNKNOWN, now, looks=0)
    if attempts > len(RETRIES):
        return Change(_S.BY_HAND)
    return Change(_S.RETRY_WAIT, now, Step.SEEK_DRAFT if step == Step.DRAFT else None)


def step_again(channel: str, *, was_tried: bool) -> Step:
    """Where a publication begins anew: with the draft that may be there from the time before."""
    return Step.SEEK_DRAFT if channel == PublicChannel.WECHAT and was_tried else FIRST_STEP[channel]


def can_take_back(channel: str, ids: Mapping[str, str]) -> bool:
    """Whether the channel can be asked to delete it."""
    return bool(ids.get("article_id" if channel == PublicChannel.WECHAT else "id"))


def before_taking_back(publication: str, is_looked_for: bool, has_number: bool) -> DeliveryState | None:
    """What a withdrawal does first, by the state of its publication: None: wait. SENDING: delete it."""
    match publication:
        case _S.PUBLISHED:
            return _S.SENDING if has_number else _S.BY_HAND
        case _S.WITHDRAWN:
            return _S.WITHDRAWN
        case _S.FAILED | _S.CANCELLED:
            return _S.CANCELLED
        case _S.BY_HAND:
            return _S.BY_HAND
        case _S.UNKNOWN if not is_looked_for:
            return _S.BY_HAND
    return None


def is_reachable(state: str) -> bool:
    """Whether the public may have read it, or may yet: then it has to be withdrawn."""
    return state not in (_S.QUEUED, _S.RETRY_WAIT, _S.FAILED, _S.CANCELLED, _S.WITHDRAWN)


def ended(operation: str) -> DeliveryState:
    """The state in which an operation has reached what it is for."""
    return _S.PUBLISHED if operation == Operation.PUBLISH else _S.WITHDRAWN


def _done(step: str, result: Result, now: datetime) -> Change:
    if step == Step.TAKE_BACK:
        return Change(_S.WITHDRAWN)
    if step == Step.DRAFT or (step == Step.SEEK_DRAFT and result.ids):
        return Change(_S.QUEUED, now, Step.SUBMIT, ids=result.ids, attempts=0)
    if step == Step.SEEK_DRAFT:
        return Change(_S.QUEUED, now, Step.DRAFT)
    if result.is_public:
        return Change(_S.PUBLISHED, ids=result.ids, link=result.link)
    return Change(_S.ACCEPTED, now + timedelta(seconds=POLLS[0]), ids=result.ids, looks=0)


def _throttled(result: Result, attempts: int, first_at: datetime, now: datetime) -> Change:
    """Waiting does not count as an attempt."""
    until = max(result.until or now, now + SHORTEST_WAIT)
    if until - now > LONGEST_WAIT or until - first_at > 2 * LONGEST_WAIT:
        return Change(_S.BY_HAND, error=result.error)
    return Change(_S.RETRY_WAIT, until, error=result.error, attempts=attempts - 1)
