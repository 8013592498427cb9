"""What the incident's page shows: one builder for the page and for the part of it that is asked for every few seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext

from incidents.escalation.models import Acknowledgement
from incidents.escalation.queries import standing_acknowledgement
from resources.staff.models import Person

from .access import incidents_for, may, may_substitute, sees_all_of, substitutes_of, terminals_of
from .actions.duties import SUBJECT
from .choices import OPEN_STATUSES, RUNNING_STATUSES, SubstituteKind, SubstituteStatus
from .dispatch.choices import LIVE
from .dispatch.models import Dispatch
from .extent.queries import to_withdraw
from .extent.strips import ROWS
from .models import FormerRun, Incident, Substitute
from .queries import users_terms
from .reading import clock_of, evidence_of
from .rules.capacity import Balances, Demand, Supply, balances
from .rules.clock import Clock
from .rules.naming import method_label
from .rules.steps import NextStep, next_step
from .rules.transitions import Verb, is_allowed
from .standing.queries import facts_of
from .standing.rules import Facts, step_of
from .tasks.choices import UNFINISHED
from .tasks.models import Task
from .tasks.queries import next_of

TERMINALS_SHOWN = 6
SITES_SHOWN = 12
ON_PAPER = 12
#: rows of the strip, and how much room they take
STRIP_SIZES = (("few", 4), ("some", 12), ("many", 24))
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
    def terminal_counts(self) -> dict[str, int]:
        return self.incident.terminals.aggregate(
            all=Count("terminal", distinct=True), still=Count("id", filter=Q(until=None))
        )

    @property
    def still_affected(self) -> int:
        return self.terminal_counts["still"]

    @property
    def back(self) -> int:
        """How many terminals are back."""
        return self.terminal_counts["all"] - self.still_affected

    @cached_property
    def to_withdraw(self) -> list[Substitute]:
        """Substitutes at sites that are wholly back, of those for whose place this person answers."""
        if not self.back or not self.is_running:
            return []
        proposed = {one.pk for one in to_withdraw(self.incident)}
        return [one for one in self.changeable if one.pk in proposed]

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
        return next_step(self.incident.status, step_of(self.facts), all_back=self.facts.all_back)

    @cached_property
    def my_task(self) -> Task | None:
        """What this person has to do first of the plan's tasks."""
        return next_of(self.person, self.incident)

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

    @cached_property
    def held_by(self) -> Acknowledgement | None:
        return standing_acknowledgement(SUBJECT, self.incident.pk, self.now)

    @property
    def is_running(self) -> bool:
        return self.incident.status in RUNNING_STATUSES

    @cached_property
    def terminals(self) -> list[Any]:
        """The first of them, those that are still affected on top."""
        rows = terminals_of(self.person, self.incident).select_related("terminal__site")
        return list(rows.order_by(F("until").desc(nulls_first=True), "terminal__code")[:TERMINALS_SHOWN])

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
        return balances(self._demands(), [_supply(one) for one in self.substitutes if one.is_standing])

    def _demands(self) -> list[Demand]:
        """By site, and what is left for the sites that the estimate does not name."""
        named = [Demand(term["code"], term["name"], term["users"]) for term in self.terms]
        rest = self.incident.affected_users - sum(site.users for site in named)
        return [*named, Demand("", gettext("其他网点"), rest)] if self.sees_all and rest >= 1 else named

    @cached_property
    def sites(self) -> list[SiteRow]:
        rows = (
            terminals_of(self.person, self.incident)
            .values("terminal__site_id", "terminal__site__code", "terminal__site__name")
            .annotate(affected=Count("terminal", distinct=True), still=Count("id", filter=Q(until=None)))
            .order_by("-still", "terminal__site__code")[:SITES_SHOWN]
        )
        gaps = {balance.code: balance.gap for balance in self.balances.sites if not balance.unstated}
        return [
            SiteRow(
                code=row["terminal__site__code"],
                name=row["terminal__site__name"],
                affected=row["affected"],
                still=row["still"],
                substitutes=self._at_site(row["terminal__site_id"]),
                gap=gaps.get(row["terminal__site__code"], 0),
            )
            for row in rows
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
