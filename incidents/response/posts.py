"""Who answers for an incident's region, and on whose behalf somebody acts."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from incidents.escalation.choices import StepTarget
from incidents.escalation.models import Acknowledgement
from incidents.escalation.queries import silences
from incidents.escalation.rules import parse_steps
from resources.staff import queries as staff
from resources.staff.choices import ActingRole, AssignmentRole, Function
from resources.staff.models import Person
from resources.staff.queries import Incumbent, Line, Silence
from resources.staff.rules.acting import Reason

from .choices import SUBJECT
from .command.models import RoleHolder
from .models import Incident

COUNTRY = "000000"
#: what a step turns to that belongs to a post
OF_POSTS = frozenset(StepTarget) - {StepTarget.LEAD}


def region_code(incident: Incident) -> str:
    return incident.region_id or COUNTRY


def in_charge(incident: Incident, now: datetime) -> list[Person]:
    """Whom the incident's policy calls as A, B or next for its region, without doubles; a fixed number of queries.

    For this incident an A who did not answer is replaced, and whoever was named for a function comes before its A; the
    commander who was named comes first.
    """
    holders = named(incident.pk)
    lines = _lines(incident, now)
    steps = parse_steps(incident.policy_version.steps)
    asked = _people(
        _asked(lines[function], step.target) for step in steps if step.target in OF_POSTS for function in step.functions
    )
    first = [holders[one] for one in (Function.COMMANDER, *_called_functions(incident)) if one in holders]
    return list(dict.fromkeys([*first, *asked]))


def acting_functions(incident: Incident, functions: Sequence[str], now: datetime) -> dict[str, Incumbent | None]:
    """Who acts for each of these functions at the incident's place, by the posts; a fixed number of queries."""
    return staff.acting_by_function(
        functions, region_code(incident), now, sites=_sites(incident), silent=_silences(incident)
    )


def leads(incident: Incident, now: datetime) -> list[Person]:
    found = staff.leaders(region_code(incident), now, sites=_sites(incident), silent=_silences(incident))
    commander = named(incident.pk).get(Function.COMMANDER)
    return [commander] if commander else _people(found[:1])


def holders(incident: Incident, now: datetime) -> list[Person]:
    """Who acknowledged the incident last, also where that has lapsed: nobody or one, who is there and active."""
    rows = Acknowledgement.objects.filter(subject_kind=SUBJECT, subject_id=incident.pk, person__is_active=True)
    latest = rows.select_related("person").order_by("-at", "-pk").first()
    return [latest.person] if latest and not staff.absent([latest.person], now) else []


def lines(incident: Incident, functions: Iterable[str], now: datetime) -> dict[str, list[Incumbent]]:
    """For each of these functions whom to turn to, one after the other: its post's people, then those who lead.

    Whoever was named to command this incident leads before all others.
    """
    wanted, code = list(dict.fromkeys(functions)), region_code(incident)
    sites, silent = _sites(incident), _silences(incident)
    found = staff.whole_lines(wanted, code, now, sites=sites, silent=silent)
    leaders = staff.leaders(code, now, sites=sites, silent=silent)
    commander = named(incident.pk).get(Function.COMMANDER)
    first = [Incumbent(commander, ActingRole.A, Reason.BY_ROLE)] if commander else []
    return {function: [*found[function], *first, *leaders] for function in wanted}


def acting_for(actor: Person | None, incident: Incident, now: datetime) -> Person | None:
    """The A on whose behalf the actor acts: as B of a post that the policy calls, or in the place of any other A who is away."""
    if actor is None:
        return None
    for first, second in _lines(incident, now).values():
        if first is None:
            continue
        if first.person == actor and (first.acting_for or first.role == ActingRole.A):
            return first.acting_for
        if first.role == ActingRole.A and second and second.person == actor and _is_b_of(second, first):
            return first.person
    return staff.acting_for(actor, region_code(incident), now)


def _is_b_of(second: Incumbent, first: Incumbent) -> bool:
    return second.role == ActingRole.B and second.post == first.post


def _asked(line: Line, target: str) -> Incumbent | None:
    return line.acts if target == AssignmentRole.A else line.following


def _lines(incident: Incident, now: datetime) -> dict[str, Line]:
    """For each function that the policy calls, in the order of its steps: who acts, and whom to turn to after A."""
    functions, code, sites = _called_functions(incident), region_code(incident), _sites(incident)
    return staff.in_line(functions, code, now, sites=sites, silent=_silences(incident))


def _silences(incident: Incident) -> list[Silence]:
    return silences(SUBJECT, incident.pk)


def _sites(incident: Incident) -> list[int]:
    return list(incident.terminals.order_by().values_list("site_id", flat=True).distinct())


def _called_functions(incident: Incident) -> list[str]:
    """The functions whose posts the incident's policy calls, in the order of its steps."""
    steps = parse_steps(incident.policy_version.steps)
    return list(dict.fromkeys(name for step in steps if step.target in OF_POSTS for name in step.functions))


def _people(found: Iterable[Incumbent | None]) -> list[Person]:
    return list({one.person.pk: one.person for one in found if one is not None}.values())


def named(incident: int) -> dict[str, Person]:
    """By function, who was named for it in an incident (its primary key)."""
    rows = RoleHolder.objects.filter(incident=incident, until=None, person__is_active=True).select_related("person")
    return {row.function: row.person for row in rows}
