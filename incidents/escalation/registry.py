"""What other slices tell this one: who handles which kind of deadline, and how to speak about a subject.

Escalation knows deadlines, posts and messages. An incident (or anything else that can be escalated) is a subject: a kind and
an id, described through the SubjectPort that its slice registers when the app is ready.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from resources.staff.models import Person

from .models import Deadline

#: handles a due deadline at an instant, inside the transaction that marks it as fired
Handler = Callable[[Deadline, datetime], None]


@dataclass(frozen=True)
class Description:
    """A subject in words, and where it stands.

    region_code: GB/T 2260, "" when unknown. is_open: people are still called for it; a subject that the port's open_ids
    name and that is not open (restored, not closed yet) keeps a deadline of another kind.
    moved_at: when somebody last moved it on (a change of status, a decision); an acknowledgement holds on after that.
    acknowledge_link: where a POST acknowledges it, "" when that is not possible.
    rests: nothing is wrong at present and the subject watches itself; whoever acknowledged it leaves without another round.
    no_deadline_reason: why an open subject may have no deadline, "" when there is no such reason.
    is_urgent: calls about it override people's quiet hours. reached: decisions taken about it, StopRule values.
    """

    title: str
    body: str
    link: str
    region_code: str
    is_open: bool
    moved_at: datetime | None = None
    acknowledge_link: str = ""
    rests: bool = False
    no_deadline_reason: str = ""
    is_urgent: bool = False
    reached: frozenset[str] = frozenset()


@dataclass(frozen=True)
class StepTaken:
    """Whom one step of an escalation called for one function; the subject's slice writes it into its own history.

    target: a StepTarget value. repeat: 0 for the step's first call. person None: nobody could be called. reason: a CallReason value.
    acting_for: on whose behalf the person is called. role: as what (an ActingRole value, "" for nobody or a lead without a post).
    hindrance: what keeps the post's A from it (a Reason value), "" for a person who is called in person.
    """

    number: int
    round: int
    target: str
    function: str
    person: Person | None
    acting_for: Person | None
    reason: str
    channels: tuple[str, ...]
    role: str = ""
    hindrance: str = ""
    repeat: int = 0


def _nobody_named(subject_id: int) -> Mapping[str, Person]:
    return {}


def _no_sites(subject_id: int) -> Collection[int]:
    return ()


@dataclass(frozen=True)
class SubjectPort:
    """How escalation reads and writes subjects of one kind.

    lock: take the subject's row lock, so that what is read next holds until the end of the transaction.
    describe: many ids at once, in few queries; ids that do not exist are left out. open_ids: what the audit of absence goes through.
    sites: primary keys of the sites that the subject is about, so that a post for a set of sites comes before a region's.
    acknowledge: carries out a person's acknowledgement by a link in a message; returns until when it holds. None: there is no such link.
    visible: the subjects that a person sees. None: nobody but the recipients sees messages about them in lists.
    named: by function, whom people have named for it in the subject.
    """

    lock: Callable[[int], None]
    describe: Callable[[Collection[int]], Mapping[int, Description]]
    open_ids: Callable[[], Iterable[int]]
    on_step: Callable[[int, StepTaken, datetime], None]
    visible_to: Callable[[Person, int], bool]
    sites: Callable[[int], Collection[int]] = _no_sites
    acknowledge: Callable[[int, Person, datetime], datetime] | None = None
    visible: Callable[[Person], QuerySet[Any]] | None = None
    named: Callable[[int], Mapping[str, Person]] = _nobody_named


class UnknownKind(LookupError):
    """No slice has registered this kind of deadline or subject."""


_handlers: dict[str, Handler] = {}
_subjects: dict[str, SubjectPort] = {}
_vocabularies: dict[str, Mapping[str, str | Promise]] = {}


def register(kind: str, handler: Handler) -> None:
    """Name the handler of a kind of deadline (at most 30 characters). Two different handlers are a programming error."""
    if _handlers.setdefault(kind, handler) is not handler:
        raise ValueError(f"the deadline kind {kind!r} has a handler already")


def register_subject(kind: str, port: SubjectPort) -> None:
    """Name the port of a kind of subject (at most 20 characters)."""
    if _subjects.setdefault(kind, port) is not port:
        raise ValueError(f"the subject kind {kind!r} has a port already")


def handler_of(kind: str) -> Handler:
    try:
        return _handlers[kind]
    except KeyError:
        raise UnknownKind(f"no handler for the deadline kind {kind!r}") from None


def port_of(kind: str) -> SubjectPort:
    try:
        return _subjects[kind]
    except KeyError:
        raise UnknownKind(f"no port for the subject kind {kind!r}") from None


def subject_ports() -> Mapping[str, SubjectPort]:
    return _subjects


def describe(subject_kind: str, subject_id: int) -> Description:
    """Raises UnknownKind, or LookupError when the subject does not exist."""
    return port_of(subject_kind).describe([subject_id])[subject_id]


def register_vocabulary(name: str, words: Iterable[tuple[str, str | Promise]]) -> None:
    """Name the values that a condition of a policy may take, and their labels. name: grade, category, scope, or
    urgent_grade: the grades whose calls override quiet hours."""
    _vocabularies[name] = dict(words)


def vocabulary(name: str) -> Mapping[str, str | Promise]:
    return _vocabularies.get(name, {})
