"""What was seen on a round is taken in: each entry once, in whatever order and by whomever it comes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.escalation import actions as escalation
from resources.network.choices import TerminalStatus
from resources.network.models import Terminal
from resources.staff.models import Person

from . import access, rules
from .checklists import checklists
from .choices import EARLY, ROUND_SUBJECT, EntrySource, Outcome, RoundEventKind, RoundState
from .finding import follow
from .models import PatrolEntry, PatrolRound, RoundEvent
from .rules import CheckItem, Seen

log = structlog.get_logger(__name__)

Checklists = Mapping[str, Sequence[CheckItem]]
#: entries taken at once
MOST: Final = 500
TAKEN, KNOWN, REFUSED = "taken", "known", "refused"


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer as it was typed. `terminal` is a code; `round` a token; times are aware."""

    uuid: UUID
    round: str
    terminal: str
    item: str
    outcome: str
    seen_at: datetime
    fault_code: str = ""
    remark: str = ""
    scanned: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an entry: TAKEN, KNOWN (it had been taken before) or REFUSED, with a sentence that says why.

    others: what others said of the same thing on the same round, as stored.
    """

    uuid: UUID
    status: str
    code: str = ""
    reason: str = ""
    others: Sequence[PatrolEntry] = ()


@dataclass(frozen=True, slots=True)
class Author:
    """Who was there, who typed it, and where."""

    person: Person
    recorded_by: Person
    source: EntrySource = EntrySource.PHONE


def record(entries: Iterable[Entry], *, author: Author, now: datetime, sent_at: datetime | None = None) -> list[Answer]:
    """Take in entries, each in a transaction of its own: one that is refused does not keep the others out.

    `sent_at` is the sender's own clock, by which `seen_at` is put right. Raises Invalid for more than MOST at once.
    """
    listed = list(entries)
    if len(listed) > MOST:
        raise Invalid("too_many_entries", _("一次最多同步 %(most)d 条，请分批提交。"), most=MOST)
    lists = checklists()
    return [_take(entry, author, lists, now, sent_at) for entry in listed]


def _take(entry: Entry, author: Author, lists: Checklists, now: datetime, sent_at: datetime | None) -> Answer:
    try:
        with transaction.atomic():
            return _record(entry, author, lists, now, sent_at)
    except Refused as refusal:
        return Answer(entry.uuid, REFUSED, refusal.code, str(refusal))


def _record(entry: Entry, author: Author, lists: Checklists, now: datetime, sent_at: datetime | None) -> Answer:
    one, terminal = _lock(entry, author)
    known = PatrolEntry.objects.filter(uuid=entry.uuid).first()
    if known is not None:
        return Answer(entry.uuid, KNOWN, others=_others(known))
    seen = rules.seen_at(entry.seen_at, sent_at, now)
    _require_sound(entry, one, seen)
    stored = PatrolEntry.objects.create(
        uuid=entry.uuid,
        round=one,
        terminal=terminal,
        item=entry.item,
        item_name=_name(entry.item, terminal.model, lists),
        outcome=entry.outcome,
        fault_code=entry.fault_code if entry.outcome == Outcome.FINDING else "",
        remark=entry.remark,
        scanned=entry.scanned,
        source=author.source,
        person=author.person,
        recorded_by=author.recorded_by,
        seen_at=seen,
        received_at=now,
    )
    follow(stored, now)
    _move(one, stored, lists, now)
    return Answer(entry.uuid, TAKEN, others=_others(stored))


def _lock(entry: Entry, author: Author) -> tuple[PatrolRound, Terminal]:
    """The round and the terminal, both locked in this order. Raises Refused for what the author does not see."""
    rounds = access.rounds_for(author.recorded_by).select_related("site__region").filter(token=entry.round)
    one = rounds.select_for_update(of=("self",)).first()
    if one is None:
        raise Refused("no_such_round", _("没有这次巡检，或者它不在您负责的区域。"))
    access.require_recorder(author.recorded_by, one.site)
    terminals = Terminal.objects.select_for_update(of=("self",), no_key=True).select_related("site__region")
    terminal = terminals.filter(code=entry.terminal, site=one.site).first()
    if terminal is None:
        raise Refused("no_such_terminal", _("网点没有这台终端：%(terminal)s。"), terminal=entry.terminal)
    return one, terminal


def _require_sound(entry: Entry, one: PatrolRound, seen: datetime) -> None:
    if seen < one.starts_at - EARLY:
        minutes = int(EARLY / timedelta(minutes=1))
        raise Refused("too_early", _("巡检最早可在计划时间前 %(minutes)d 分钟开始。"), minutes=minutes)
    if one.state == RoundState.CANCELLED:
        raise Refused("round_cancelled", _("这次巡检已取消。"))
    if entry.outcome not in Outcome.values or not entry.item:
        raise Refused("no_outcome", _("请选择检查结果。"))
    if entry.outcome == Outcome.FINDING and not (entry.fault_code or entry.remark.strip()):
        raise Refused("finding_unsaid", _("请选择故障，或者在备注中写明问题。"))
    if entry.outcome == Outcome.SKIPPED and not entry.remark.strip():
        raise Refused("skipped_unsaid", _("请在备注中写明无法检查的原因。"))


def _name(item: str, model: str, lists: Checklists) -> str:
    return next((one.name for one in rules.items_for(model, lists) if one.code == item), "")


def _others(stored: PatrolEntry) -> list[PatrolEntry]:
    same = PatrolEntry.objects.filter(round=stored.round_id, terminal=stored.terminal_id, item=stored.item)
    return list(same.exclude(person=stored.person_id).select_related("person").order_by("seen_at", "id"))


def _move(one: PatrolRound, stored: PatrolEntry, lists: Checklists, now: datetime) -> None:
    """The round is begun by its first entry and over with the last thing to look at; a missed one may turn out done."""
    finished = rules.finished_at(expected(one, lists), _seen_on(one))
    state = rules.state_of(one.state, one.due_at, finished, begun=True)
    begun_at = min(stored.seen_at, one.started_at or stored.seen_at)
    first = one.started_at is None
    changes = {"state": state, "started_at": begun_at, "finished_at": finished}
    if finished is not None and one.finished_at is None:
        changes["finished_by"] = stored.person
    for name, value in changes.items():
        setattr(one, name, value)
    one.save(update_fields=[*changes])
    if first:
        RoundEvent.objects.create(round=one, kind=RoundEventKind.STARTED, at=begun_at, actor=stored.person)
    if "finished_by" in changes:
        RoundEvent.objects.create(round=one, kind=RoundEventKind.FINISHED, at=now, actor=stored.person)
        escalation.cancel(ROUND_SUBJECT, one.pk, now=now)


def expected(one: PatrolRound, lists: Checklists) -> set[Seen]:
    """What is to be looked at: the checklist of each terminal that serves."""
    terminals = Terminal.objects.filter(site=one.site_id, status=TerminalStatus.IN_SERVICE)
    return {
        (pk, item.code) for pk, model in terminals.values_list("pk", "model") for item in rules.items_for(model, lists)
    }


def _seen_on(one: PatrolRound) -> list[tuple[Seen, datetime]]:
    rows = one.entries.values_list("terminal_id", "item", "seen_at")
    return [((terminal, item), at) for terminal, item, at in rows]
