"""Reads of patrols: a round with everything on it, whose rounds are next, and how punctual they are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.db.models import (
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Window,
)
from django.db.models.functions import Coalesce

from resources.attachments.models import Attachment
from resources.attachments.queries import of_many
from resources.network.access import within
from resources.network.choices import TerminalStatus
from resources.network.models import Site, Terminal
from resources.staff.models import Person

from . import rules
from .access import findings_for, rounds_for, settings_for
from .checklists import checklists, fault_choices, item_name
from .choices import EARLY, ENTRY_SUBJECT, FINISHED_STATES, OPEN_STATES, Outcome, RoundState
from .models import WAITS_UNTIL, PatrolEntry, PatrolFinding, PatrolRound, PatrolSetting

#: how far a person's own rounds are shown
COMING: Final = timedelta(hours=12)
SINCE: Final = timedelta(hours=12)


@dataclass
class ItemSheet:
    """One thing to look at on a terminal: the answers given on this round, the oldest first, and what is known to be wrong.

    uuid: of the answer that this page may bring. typed: what was posted and is shown again (outcome, fault, remark).
    """

    code: str
    name: str
    faults: Sequence[tuple[str, str]]
    entries: list[PatrolEntry] = field(default_factory=list)
    finding: PatrolFinding | None = None
    photos: list[Attachment] = field(default_factory=list)
    typed: Mapping[str, str] = field(default_factory=dict)
    uuid: str = field(default_factory=lambda: str(uuid4()))

    @property
    def newest(self) -> PatrolEntry | None:
        return self.entries[-1] if self.entries else None


@dataclass
class TerminalSheet:
    """A terminal with its checklist as it stands on a round."""

    terminal: Terminal
    items: list[ItemSheet]

    @property
    def answered(self) -> int:
        return sum(1 for item in self.items if item.entries)

    @property
    def complete(self) -> bool:
        return self.answered == len(self.items)

    @property
    def wrong(self) -> int:
        return sum(1 for item in self.items if item.newest and item.newest.outcome == Outcome.FINDING)


def terminals_of(one: PatrolRound) -> list[Terminal]:
    """The terminals that a round goes to."""
    return list(Terminal.objects.filter(site=one.site_id, status=TerminalStatus.IN_SERVICE).order_by("code"))


def sheets_of(one: PatrolRound) -> list[TerminalSheet]:
    """The round as a page shows it; a fixed number of queries."""
    terminals = terminals_of(one)
    entries = list(one.entries.select_related("person", "recorded_by").order_by("seen_at", "id"))
    photos = of_many(ENTRY_SUBJECT, [entry.pk for entry in entries])
    open_findings = PatrolFinding.objects.filter(terminal__in=terminals, resolved_at=None).select_related("warning")
    known = {(finding.terminal_id, finding.item): finding for finding in open_findings}
    by_item: dict[tuple[int, str], list[PatrolEntry]] = defaultdict(list)
    for entry in entries:
        by_item[entry.terminal_id, entry.item].append(entry)
    lists = checklists()
    return [
        TerminalSheet(
            terminal,
            [_sheet(terminal, item, by_item, known, photos) for item in rules.items_for(terminal.model, lists)],
        )
        for terminal in terminals
    ]


def _sheet(terminal: Terminal, item: rules.CheckItem, by_item: Any, known: Any, photos: Any) -> ItemSheet:
    entries = by_item[terminal.pk, item.code]
    pictures = [photo for entry in entries for photo in photos[entry.pk] if photo.hidden_at is None]
    return ItemSheet(
        item.code,
        item_name(item.code, item.name),
        fault_choices(item),
        entries,
        known.get((terminal.pk, item.code)),
        pictures,
    )


def listed_rounds(person: Any) -> QuerySet[PatrolRound]:
    """With the site, the person, how many problems were noted (`wrong`), and waits_until, which the open ones have."""
    found = PatrolEntry.objects.filter(round=OuterRef("pk"), outcome=Outcome.FINDING).order_by().values("round")
    wrong = Coalesce(Subquery(found.annotate(n=Count("pk")).values("n")), 0)
    rows = rounds_for(person).select_related("site__region", "assignee")
    return rows.annotate(wrong=wrong, waits_until=WAITS_UNTIL)


def my_rounds(person: Person, now: datetime) -> list[PatrolRound]:
    """A person's own: what is open and what is to come in the next hours, the earliest first."""
    mine = rounds_for(person).filter(assignee=person, state__in=OPEN_STATES, starts_at__lt=now + COMING)
    return list(mine.select_related("site").order_by("starts_at", "pk"))


def done_today(person: Person, now: datetime) -> list[PatrolRound]:
    mine = rounds_for(person).filter(assignee=person, state__in=FINISHED_STATES, starts_at__gt=now - SINCE)
    return list(mine.select_related("site").order_by("-starts_at", "-pk"))


def others_rounds(person: Person, now: datetime) -> list[PatrolRound]:
    """What is due now in sight of the person and is somebody else's: anybody may help."""
    due = rounds_for(person).filter(state__in=OPEN_STATES, starts_at__lte=now).exclude(assignee=person)
    return list(due.select_related("site", "assignee").order_by("due_at", "pk")[:20])


def due_at_terminal(person: Person, terminal: Terminal, now: datetime) -> PatrolRound | None:
    """The round that a scanned terminal belongs to now."""
    return due_at_site(person, terminal.site, now)


def due_at_site(person: Person, site: Site, now: datetime) -> PatrolRound | None:
    """The round that is due at a site, or may be begun; the latest where one was missed."""
    found = rounds_for(person).filter(site=site, state__in=OPEN_STATES, starts_at__lte=now + EARLY)
    return found.order_by("starts_at").last()


def listed_findings(person: Any) -> QuerySet[PatrolFinding]:
    return findings_for(person).select_related(
        "terminal__site__region", "entry__person", "entry__round", "warning", "resolved_by"
    )


def listed_settings(person: Any) -> QuerySet[PatrolSetting]:
    return settings_for(person).select_related("site__region", "updated_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """Rounds that are over."""

    done: int
    late: int
    missed: int

    @property
    def total(self) -> int:
        return self.done + self.late + self.missed


@dataclass(frozen=True, slots=True, kw_only=True)
class Punctuality(Rounds):
    """Those of a site or a person. The share that was on time is of all that should have been done."""

    name: str

    @property
    def share(self) -> float:
        return self.done / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AllRounds(Rounds):
    """Of how many sites."""

    sites: int


class _SumOfCounts(Func):
    """Of a figure of each group, over all groups."""

    function = "SUM"
    window_compatible = True
    output_field = IntegerField()


def by_site(person: Any, since: datetime, most: int) -> tuple[AllRounds, list[Punctuality]]:
    """All of them added up, and the least punctual sites first; the rounds are read once for both."""
    totals = {f"all_{name}": Window(_SumOfCounts(name)) for name in ("done", "late", "missed")}
    totals["sites"] = Window(Count("*"))
    rows = _punctuality(_over(person, since), "site_id", most, **totals)
    names = dict(Site.objects.filter(pk__in=[row["site_id"] for row in rows]).values_list("pk", "name"))
    first = rows[0] if rows else dict.fromkeys(totals, 0)
    over = AllRounds(done=first["all_done"], late=first["all_late"], missed=first["all_missed"], sites=first["sites"])
    return over, [_named(row, names[row["site_id"]]) for row in rows]


def by_person(person: Any, since: datetime, most: int) -> list[Punctuality]:
    """By whoever the round was for; rounds that nobody had stand under an empty name."""
    rows = _punctuality(_over(person, since), "assignee_id", most)
    names = dict(Person.objects.filter(pk__in=[row["assignee_id"] for row in rows]).values_list("pk", "name"))
    return [_named(row, names.get(row["assignee_id"], "")) for row in rows]


def _over(person: Any, since: datetime) -> QuerySet[PatrolRound]:
    rounds = within(PatrolRound.objects.filter(state__in=FINISHED_STATES), person, "site__region__code")
    return rounds.filter(starts_at__gte=since).order_by()


def _counts() -> dict[str, Count]:
    states = {"done": RoundState.DONE, "late": RoundState.LATE, "missed": RoundState.MISSED}
    return {name: Count("state", filter=Q(state=state)) for name, state in states.items()}


def _punctuality(rounds: QuerySet[PatrolRound], key: str, most: int, **more: Window) -> list[dict[str, Any]]:
    """Sorted by the database, which reads out the first ones alone. Grouped by the bare number: names would be compared."""
    counted = rounds.values(key).annotate(**_counts(), number=Count("*")).annotate(**more)
    share = ExpressionWrapper(F("done") * 1.0 / F("number"), FloatField())
    return list(counted.annotate(part=share).order_by("part", "-number", F(key).asc(nulls_first=True))[:most])


def _named(row: Mapping[str, Any], name: str) -> Punctuality:
    return Punctuality(name=name, done=row["done"], late=row["late"], missed=row["missed"])


def photos_of(entry: PatrolEntry) -> list[Attachment]:
    return [photo for photo in of_many(ENTRY_SUBJECT, [entry.pk])[entry.pk] if photo.hidden_at is None]
