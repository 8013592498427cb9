"""What pages show of dispatches: one builder for the panel and its page, one for a dispatch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.response import timeline
from incidents.response.access import may
from incidents.response.models import Incident
from incidents.response.rules.transitions import Verb, is_allowed
from resources.network.models import Site
from resources.staff.models import Person

from . import queries
from .access import may_send, may_tell, replacements_for
from .choices import BOUND, LIVE, REFUSED, DispatchState
from .models import Dispatch, PartReplacement
from .rules.steps import Step, possible

ENTRIES = 60


@dataclass(frozen=True, slots=True)
class Button:
    """A step as a page offers it."""

    step: Step
    label: Promise
    icon: str
    tone: str


BUTTONS: Mapping[Step, Button] = {
    Step.ACCEPT: Button(Step.ACCEPT, _("接受"), "check", "primary"),
    Step.START: Button(Step.START, _("出发"), "truck", "primary"),
    Step.ARRIVE: Button(Step.ARRIVE, _("已到场"), "map-pin", "primary"),
    Step.RELEASE: Button(Step.RELEASE, _("完成"), "check-circle", "primary"),
    Step.DECLINE: Button(Step.DECLINE, _("谢绝"), "x-mark", "danger"),
    Step.WITHDRAW: Button(Step.WITHDRAW, _("撤回"), "no-symbol", "danger"),
}
#: the step that comes next in each state: the big button
NEXT: Mapping[str, Step] = {
    DispatchState.OFFERED: Step.ACCEPT,
    DispatchState.ACCEPTED: Step.START,
    DispatchState.UNDER_WAY: Step.ARRIVE,
    DispatchState.ON_SITE: Step.RELEASE,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A dispatch as one person sees it at one instant."""

    row: Dispatch
    person: Person
    now: datetime

    @property
    def may_tell(self) -> bool:
        return may_tell(self.person, self.row)

    @property
    def is_mine(self) -> bool:
        return self.row.person_id == self.person.pk

    @property
    def next(self) -> Button | None:
        step = NEXT.get(self.row.state)
        return BUTTONS[step] if step is not None and self.may_tell else None

    @property
    def others(self) -> list[Button]:
        """What else is possible: each asks for a reason or a remark."""
        wanted = [Step.ARRIVE, Step.RELEASE, Step.DECLINE] if self.may_tell else []
        wanted += [Step.WITHDRAW] if may_send(self.person, self.row.site) else []
        first = self.next.step if self.next else None
        return [BUTTONS[step] for step in wanted if step != first and possible(self.row.state, step)]

    @property
    def is_late(self) -> bool:
        expected = self.row.expected_at
        return self.row.state == DispatchState.UNDER_WAY and expected is not None and expected < self.now

    @property
    def waits(self) -> bool:
        return self.row.state == DispatchState.OFFERED

    @property
    def lost(self) -> bool:
        """Nobody has taken over after a refusal."""
        return self.row.state in REFUSED and not hasattr(self.row, "followed_by")

    @property
    def entries(self) -> list[timeline.Told]:
        return [timeline.told(entry) for entry in queries.history(self.row)[:ENTRIES]]


@dataclass(frozen=True, slots=True)
class AtSite:
    """Who is where at a site; what is over only by number."""

    site: Site
    live: Sequence[Shown]
    lost: Sequence[Shown]
    over: int


class Panel:
    """An incident's dispatches as one person sees them at one instant."""

    def __init__(self, incident: Incident, person: Person, now: datetime) -> None:
        self.incident = incident
        self.person = person
        self.now = now

    @cached_property
    def rows(self) -> list[Shown]:
        rows = queries.of_incident(self.person, self.incident).select_related("followed_by")
        return [Shown(row, self.person, self.now) for row in rows.prefetch_related("equipment")]

    @cached_property
    def is_open(self) -> bool:
        return is_allowed(self.incident.status, Verb.DISPATCH)

    @cached_property
    def may_send(self) -> bool:
        """Whether the person may send anybody at all; to which sites, the form says."""
        return self.is_open and may(self.person, Verb.DISPATCH)

    @cached_property
    def sites(self) -> list[AtSite]:
        found: dict[int, list[Shown]] = {}
        for shown in self.rows:
            found.setdefault(shown.row.site_id, []).append(shown)
        return [self._at(rows) for rows in found.values()]

    def _at(self, rows: Sequence[Shown]) -> AtSite:
        live = [one for one in rows if one.row.state in LIVE]
        wanted = {one.row.purpose for one in live}
        lost = [one for one in rows if one.lost and one.row.purpose not in wanted] if self.is_open else []
        return AtSite(rows[0].row.site, live, lost, len(rows) - len(live) - len(lost))

    @property
    def on_site(self) -> int:
        return sum(one.row.state == DispatchState.ON_SITE for one in self.rows)

    @property
    def coming(self) -> int:
        return sum(one.row.state in BOUND for one in self.rows) - self.on_site

    @property
    def waiting(self) -> int:
        return sum(one.waits for one in self.rows)

    @cached_property
    def replaced(self) -> list[PartReplacement]:
        """Parts put in at the sites that the person sees."""
        rows = replacements_for(self.person).filter(incident=self.incident)
        return list(rows.select_related("terminal__site", "part", "actor")[:ENTRIES])
