"""What the incident's page shows: one builder for the page and for the part of it that is asked for every few seconds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext

from resources.staff.models import Person

from .access import incidents_for, may, may_substitute, sees_all_of, substitutes_of, terminals_of
from .choices import OPEN_STATUSES, RUNNING_STATUSES, SubstituteKind, SubstituteStatus
from .dispatch.choices import LIVE
from .dispatch.models import Dispatch
from .extent.queries import back_of
from .extent.strips import ROWS
from .leftovers import Leftover, leftovers
from .models import FormerRun, Incident, IncidentTerminal, Substitute
from .queries import due_of, reported_down, users_terms
from .reading import clock_of, evidence_of
from .rules.capacity import Balances, Demand, Supply, balances
from .rules.clock import Clock
from .rules.duties import RECHECK
from .rules.naming import method_label
from .rules.steps import NextStep, next_step
from .rules.transitions import Verb, is_allowed
from .standing.queries import facts_of
from .standing.rules import Actor, Facts, step_of
from .tasks.choices import UNFINISHED
from .tasks.models import Task
from .tasks.queries import next_of

TERMINALS_SHOWN = 6
SITES_SHOWN = 12
ON_PAPER = 12
#: rows of the strip, and how much room they take
STRIP_SIZES = (("few", 4), ("some", 12), ("several", 18), ("many", 24), ("more", 32))
MERGE_TARGETS = 50


@dataclass(frozen=True, slots=True)
class SiteRow:
    """An affected site: how many of its terminals, how many still, what substitutes it there, and for how many an hour that lacks."""

    code: str
    name: str
    affected: int
    still: int
    substitutes: Sequence[Substitute]
    gap: int = 0

    @property
    def lacks(self) -> str:
        """What is missing: "none" (nothing is there), "waiting" (nothing serves yet), "short" (it does not do), or ""."""
        if not self.still:
            return ""
        if not self.substitutes:
            return "none"
        if all(one.status != SubstituteStatus.SERVING for one in self.substitutes):
            return "waiting"
        return "short" if self.gap and all(one.site_id for one in self.substitutes) else ""


@dataclass(frozen=True, slots=True)
class Recheck:
    """When an end is looked at again, and how many terminals the reports say are down now."""

    due_at: datetime
    down: int


class IncidentView:
    """An incident as one person sees it at one instant. Asks the database once for each thing that is shown."""

    def __init__(self, incident: Incident, person: Person, now: datetime) -> None:
        self.incident = incident
        self.person = person
        self.now = now

    @cached_property
    def sees_all(self) -> bool:
        """Whether the person's regions hold the whole incident."""
        return sees_all_of(self.person, self.incident)

    @cached_property
    def substitutes(self) -> list[Substitute]:
        """Those that this person sees."""
        return list(substitutes_of(self.person, self.incident).select_related("site"))

    @property
    def standing_count(self) -> int:
        """How many substitutes are asked for or there."""
        return sum(one.is_standing for one in self.substitutes)

    @property
    def has_counter(self) -> bool:
        """Whether a staffed counter stands, where people may wait."""
        return any(one.kind == SubstituteKind.COUNTER and one.is_standing for one in self.substitutes)

    @cached_property
    def changeable(self) -> list[Substitute]:
        """Those of them for whose place this person answers."""
        return [one for one in self.substitutes if may_substitute(self.person, self.incident, one.site)]

    @cached_property
    def serving(self) -> bool:
        """Whether any serves, wherever it is."""
        if self.sees_all:
            return any(substitute.status == SubstituteStatus.SERVING for substitute in self.substitutes)
        return self.incident.substitutes.filter(status=SubstituteStatus.SERVING).exists()

    @cached_property
    def clock(self) -> Clock:
        self.incident.serving = self.serving  # type: ignore[attr-defined]
        return clock_of(self.incident, self.now)

    @cached_property
    def still_by_site(self) -> Mapping[int, int]:
        """How many terminals of each site (its primary key) that this person sees are not back, the most first."""
        rows = terminals_of(self.person, self.incident).order_by().values_list("site_id")
        counted = rows.annotate(still=Count("id", filter=Q(until=None)))
        return dict(sorted(counted, key=lambda row: (-row[1], row[0])))

    @cached_property
    def still_affected(self) -> int:
        if self.sees_all:
            return sum(self.still_by_site.values())
        return self.incident.terminals.filter(until=None).count()

    @property
    def back(self) -> int:
        """How many terminals are back."""
        return self.incident.affected_terminals - self.still_affected

    @cached_property
    def to_withdraw(self) -> list[Substitute]:
        """Substitutes at sites that are wholly back, of those for whose place this person answers."""
        if not self.back or not self.is_running:
            return []
        sites = back_of(self.incident, {one.site_id for one in self.changeable if one.site_id and one.is_standing})
        return [one for one in self.changeable if one.is_standing and one.site_id in sites]

    @cached_property
    def former_runs(self) -> list[FormerRun]:
        return list(self.incident.former_runs.select_related("reopened_by").order_by("-number"))

    @property
    def all_back(self) -> bool:
        return not self.still_affected

    @cached_property
    def facts(self) -> Facts:
        """What says how it stands."""
        return facts_of([self.incident], self.now)[self.incident.pk]

    @cached_property
    def step(self) -> NextStep:
        step = step_of(self.facts)
        found = {"left": bool(self.leftovers), "watched": self.recheck is not None}
        return next_step(self.incident.status, step, all_back=self.facts.all_back, **found)

    @cached_property
    def recheck(self) -> Recheck | None:
        """When an end that the reports contradict is looked at again; None: they do not, or it was looked at."""
        due_at = None if self.is_running else due_of(self.incident, RECHECK)
        down = reported_down(self.incident) if due_at else 0
        return Recheck(due_at, down) if due_at and down else None

    @cached_property
    def leftovers(self) -> list[Leftover]:
        """What is still to be put away after the trouble."""
        if self.is_running:
            return []
        serving = (one for one in self.substitutes if one.status == SubstituteStatus.SERVING)
        return [*map(self._to_put_away, serving), *leftovers(self.incident, self.person)]

    def _to_put_away(self, substitute: Substitute) -> Leftover:
        text = gettext("替代方案“%(place)s”仍在服务，请撤除。") % {"place": substitute.place}
        return Leftover(text, reverse("incidents:substitute", args=[self.incident.number, substitute.pk]))

    @cached_property
    def task_states(self) -> list[tuple[str, datetime, int | None]]:
        """Of every task: state, when it is due, who has it."""
        return list(self.incident.tasks.order_by().values_list("state", "due_at", "assignee_id"))

    @cached_property
    def my_task(self) -> Task | None:
        """What this person has to do first of the plan's tasks."""
        mine = any(state in UNFINISHED and who == self.person.pk for state, _due, who in self.task_states)
        return next_of(self.person, self.incident) if mine else None

    @property
    def my_task_is_late(self) -> bool:
        return self.my_task is not None and self.my_task.due_at < self.now

    @cached_property
    def verbs(self) -> frozenset[Verb]:
        """What this person may do with the incident now."""
        return frozenset(verb for verb in Verb if is_allowed(self.incident.status, verb) and may(self.person, verb))

    @property
    def can(self) -> dict[str, bool]:
        """The same for templates: can.confirm, can.note, …"""
        return {verb.value: verb in self.verbs for verb in Verb}

    @property
    def held_by(self) -> Actor | None:
        """Whose acknowledgement holds the longest; it ends with the incident."""
        return self.facts.crew.holder if self.is_live else None

    @property
    def is_running(self) -> bool:
        return self.incident.status in RUNNING_STATUSES

    @cached_property
    def terminals(self) -> list[Any]:
        """The first of them, those that are still affected on top."""
        order = F("until").desc(nulls_first=True), "terminal__code"
        first = terminals_of(self.person, self.incident).order_by(*order).values("pk")[:TERMINALS_SHOWN]
        rows = IncidentTerminal.objects.filter(pk__in=[row["pk"] for row in first])
        return list(rows.select_related("terminal__site").order_by(*order))

    @property
    def strip_size(self) -> str:
        """How much room the strip takes, so that nothing moves when it comes: its rows are terminals, or sites where these are many."""
        rows = self.incident.affected_terminals
        rows = min(self.incident.affected_sites, ROWS) if rows > ROWS else rows
        return next((name for name, most in STRIP_SIZES if rows <= most), "most")

    @cached_property
    def seen_terminals(self) -> int:
        return (
            self.incident.affected_terminals
            if self.sees_all
            else terminals_of(self.person, self.incident).aggregate(n=Count("terminal", distinct=True))["n"]
        )

    @cached_property
    def terms(self) -> list[dict[str, Any]]:
        """How the affected users came about at the sites that this person sees."""
        terms: list[dict[str, Any]] = users_terms(self.person, self.incident)["terms"]
        return terms

    @cached_property
    def balances(self) -> Balances:
        """What the substitutes can serve against those who cannot pay as usual, at the sites that this person sees."""
        supplies = [_supply(one) for one in self.substitutes if one.is_standing]
        return balances(self._demands(), supplies, whole=self.incident.affected_users if self.sees_all else None)

    def _demands(self) -> list[Demand]:
        """By site, and what is left for the sites that the estimate does not name."""
        named = [Demand(term["code"], term["name"], term["users"]) for term in self.terms]
        rest = self.incident.affected_users - sum(site.users for site in named)
        return [*named, Demand("", gettext("其他网点"), rest)] if self.sees_all and rest >= 1 else named

    @cached_property
    def sites(self) -> list[SiteRow]:
        still = self.still_by_site
        shown = list(still)[:SITES_SHOWN]
        by_site = self.incident.terminals.filter(site__in=shown).values("site_id", "site__code", "site__name")
        rows = by_site.annotate(affected=Count("terminal", distinct=True)).order_by("site__code")
        gaps = {balance.code: balance.gap for balance in self.balances.sites if not balance.unstated}
        return [
            SiteRow(
                code=row["site__code"],
                name=row["site__name"],
                affected=row["affected"],
                still=still[row["site_id"]],
                substitutes=self._at_site(row["site_id"]),
                gap=gaps.get(row["site__code"], 0),
            )
            for row in sorted(rows, key=lambda row: -still[row["site_id"]])
        ]

    def _at_site(self, site: int) -> list[Substitute]:
        standing = (one for one in self.substitutes if one.status != SubstituteStatus.WITHDRAWN)
        return [one for one in standing if one.site_id in (None, site)]

    @property
    def hidden_sites(self) -> int:
        return self.incident.affected_sites - len(self.sites)

    @property
    def method(self) -> str:
        return method_label(self.incident.payment_method)

    @property
    def is_live(self) -> bool:
        """Whether the page asks for news."""
        return self.incident.status in OPEN_STATUSES

    @property
    def evidence(self) -> str:
        return evidence_of(self.incident)

    @cached_property
    def unfinished_tasks(self) -> list[Task]:
        """For paper: what is to be done, the late ones first."""
        rows = self.incident.tasks.filter(state__in=UNFINISHED).select_related("assignee", "acting_for")
        return list(rows.order_by("due_at", "position", "pk")[:ON_PAPER])

    @cached_property
    def people(self) -> list[Dispatch]:
        """For paper: who is sent where, and when they are expected."""
        rows = Dispatch.objects.filter(incident=self.incident, state__in=LIVE).select_related("person", "site")
        return list(rows.order_by("site__code", "offered_at")[:ON_PAPER])

    @cached_property
    def merge_targets(self) -> list[tuple[str, str]]:
        """Running incidents that this one could be merged into, the newest first."""
        others = incidents_for(self.person).filter(status__in=RUNNING_STATUSES, is_drill=self.incident.is_drill)
        return list(others.exclude(pk=self.incident.pk).values_list("number", "title")[:MERGE_TARGETS])


def _supply(substitute: Substitute) -> Supply:
    site = substitute.site.code if substitute.site else None
    return Supply(site, substitute.capacity, serving=substitute.status == SubstituteStatus.SERVING)
