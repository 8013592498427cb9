"""The only writers of remote commands."""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from emergency_ops.lib.wording import listed
from incidents.monitoring.intake.keys import Grant
from incidents.response import timeline
from incidents.response.actions.moving import moving
from incidents.response.choices import EntryKind
from incidents.response.models import Incident
from incidents.response.rules.transitions import Verb
from resources.network.choices import TerminalStatus
from resources.network.models import Terminal
from resources.staff.models import Person

from . import rules, screens
from .access import require_command, terminals_to_command
from .choices import ENDED, WAITING, CommandKind, CommandState
from .models import TerminalCommand

#: terminals in one go
MOST = 200
#: up to this many are told one by one in the timeline
TOLD_SINGLY = 5
NAMED = 5


def send(
    kind: str,
    terminals: Collection[str],
    *,
    actor: Person | None,
    now: datetime,
    incident: Incident | None = None,
    params: Mapping[str, Any] | None = None,
    reason: str = "",
) -> list[TerminalCommand]:
    """Queue a command for terminals (codes), all or none.

    params: show_text {text, until} or {clear}, fetch_log {lines}. Raises Forbidden for the role, Invalid for codes that are not seen or a missing
    text or reason, Refused where one of them still waits for the same command, and for a text in a drill: the public would read it.
    """
    require_command(actor, kind)
    given = _checked(kind, dict(params or {}), reason, now)
    if incident is None:
        with transaction.atomic():
            return _queue(kind, _found(terminals, actor), given, reason, actor, now, None)
    with moving(incident, Verb.DIAGNOSE, actor=actor, now=now) as move:
        if move.incident.is_drill and given.get("text"):
            raise Refused("command_drill", _("演练中不能在终端屏幕上显示文字，公众会看到。"))
        rows = _queue(kind, _found(terminals, actor), given, reason, actor, now, move.incident)
        codes = [row.terminal.code for row in rows]
        shown = [*codes[:NAMED], *(["…"] if len(codes) > NAMED else [])]
        move.write(EntryKind.DIAGNOSIS, "command_sent", reason, count=len(rows), command=kind, terminals=shown)
    return rows


def hand_out(
    grant: Grant, sites: Collection[str], terminals: Collection[str], *, most: int, now: datetime
) -> list[TerminalCommand]:
    """Claim what waits for these terminals (codes; none: all of these sites, or of the key's), the oldest first.

    Two gateways at once get different ones. What was handed out and not answered within the lease comes again with the same uuid.
    """
    with transaction.atomic():
        waiting = TerminalCommand.objects.filter(state__in=WAITING, due_at__gt=now)
        if grant.sites is not None:
            waiting = waiting.filter(terminal__site__in=grant.sites)
        if terminals:
            waiting = waiting.filter(terminal__code__in=terminals)
        if sites:
            waiting = waiting.filter(terminal__site__code__in=sites)
        waiting = waiting.exclude(fetched_at__gt=now - rules.LEASE).order_by("queued_at", "pk")
        rows = list(waiting.select_related("terminal").select_for_update(skip_locked=True, of=("self",))[:most])
        for row in rows:
            row.state, row.fetched_at, row.fetched_by_id = CommandState.FETCHED, now, grant.key_id
        TerminalCommand.objects.bulk_update(rows, ["state", "fetched_at", "fetched_by"])
    return rows


def answer(
    command_uuid: uuid.UUID, grant: Grant, *, ok: bool, output: str, data: Mapping[str, Any], now: datetime
) -> TerminalCommand:
    """What the terminal says came of it. The first answer counts; a repeat of it changes nothing.

    Raises TerminalCommand.DoesNotExist for one that is not this key's, Refused for one that has ended otherwise.
    """
    mine = (
        TerminalCommand.objects.all()
        if grant.sites is None
        else TerminalCommand.objects.filter(terminal__site__in=grant.sites)
    )
    with _locked(mine, uuid=command_uuid) as row:
        if row.state in (CommandState.DONE, CommandState.FAILED):
            return row
        if row.state != CommandState.FETCHED:
            raise Refused("command_over", _("该指令已结束（%(state)s），答复未采用。"), state=row.get_state_display())
        _end(row, CommandState.DONE if ok else CommandState.FAILED, now, output=output, data=data)
        screens.learn(row, now=now)
    return row


def cancel(command: TerminalCommand, *, actor: Person, now: datetime) -> TerminalCommand:
    """Take back a command that nobody has fetched yet. Raises Refused for one that was."""
    require_command(actor, command.kind)
    with _locked(TerminalCommand.objects.all(), pk=command.pk) as row:
        if row.state != CommandState.QUEUED:
            raise Refused("command_fetched", _("终端已领取该指令，不能取消。"))
        _end(row, CommandState.CANCELLED, now, actor=actor)
    return row


def time_out(pk: int, *, now: datetime) -> bool:
    """End a command that is overdue; False where somebody else has ended it meanwhile."""
    with _locked(TerminalCommand.objects.all(), pk=pk) as row:
        overdue = row.state in WAITING and row.due_at <= now
        if overdue:
            _end(row, CommandState.TIMED_OUT, now)
    return overdue


@contextmanager
def _locked(commands: QuerySet[TerminalCommand], **which: Any) -> Iterator[TerminalCommand]:
    """The command's row in a transaction, its incident's lock taken first as `send` does. Raises TerminalCommand.DoesNotExist."""
    with transaction.atomic():
        incident = commands.values_list("incident", flat=True).get(**which)
        if incident is not None:
            Incident.objects.select_for_update(of=("self",)).only("pk").get(pk=incident)
        rows = commands.select_for_update(of=("self",)).select_related("terminal", "incident")
        yield rows.get(**which)


def _checked(kind: str, params: dict[str, Any], reason: str, now: datetime) -> dict[str, Any]:
    if kind == CommandKind.SHOW_TEXT:
        return _screen(params, now).params()
    if kind == CommandKind.RESTART_APP and not reason.strip():
        raise Invalid("command_reason", _("重启会中断正在进行的缴费，请填写理由。"))
    if kind == CommandKind.FETCH_LOG:
        return {"lines": _lines(params.get("lines"))}
    return {}


def _screen(params: Mapping[str, Any], now: datetime) -> rules.ScreenContent:
    """Raises Invalid for no text, unless the screen is to be cleared, and for a time that is none or over."""
    text = rules.one_line(str(params.get("text") or ""))
    if params.get("clear") is True and not text:
        return rules.ScreenContent("")
    if not 0 < len(text) <= rules.LONGEST_TEXT:
        raise Invalid(
            "command_text",
            _("请填写要显示的文字，最多%(most)s个字；要清除屏幕，请勾选“清除屏幕”。"),
            most=rules.LONGEST_TEXT,
        )
    return rules.ScreenContent(text, _until(params.get("until"), now))


def _until(given: Any, now: datetime) -> datetime | None:
    if not given:
        return None
    try:
        until = parse_datetime(str(given))
    except ValueError:
        until = None
    if until is None or not until.tzinfo or until <= now:
        raise Invalid("command_until", _("停止显示的时间应写成带时区的ISO时间，并晚于现在。"))
    return until


def _lines(given: Any) -> int:
    """Raises Invalid for what is no number; none is the usual number."""
    try:
        return min(max(int(given or rules.USUAL_LOG_LINES), 1), rules.MOST_LOG_LINES)
    except (TypeError, ValueError, OverflowError):
        raise Invalid("command_lines", _("日志行数应为 1 到 %(most)s 的整数。"), most=rules.MOST_LOG_LINES) from None


def _found(codes: Collection[str], actor: Person | None) -> list[Terminal]:
    wanted = set(codes)
    if not wanted:
        raise Invalid("command_terminals", _("请至少选择一台终端。"))
    if len(wanted) > MOST:
        raise Invalid("command_too_many", _("一次最多向%(most)s台终端下发，请分批。"), most=MOST)
    found = list(
        terminals_to_command(actor).filter(code__in=wanted).exclude(status=TerminalStatus.RETIRED).order_by("code")
    )
    missing = sorted(wanted - {terminal.code for terminal in found})
    if missing:
        raise Invalid("command_unknown", _("没有找到这些终端：%(codes)s。"), codes=listed(missing[:NAMED]))
    return found


def _queue(
    kind: str,
    terminals: Sequence[Terminal],
    params: dict[str, Any],
    reason: str,
    actor: Person | None,
    now: datetime,
    incident: Incident | None,
) -> list[TerminalCommand]:
    batch, due = uuid.uuid4(), rules.expires_at(kind, now)
    rows = [
        TerminalCommand(
            batch=batch,
            terminal=terminal,
            incident=incident,
            kind=kind,
            params=params,
            reason=reason.strip(),
            requested_by=actor,
            queued_at=now,
            due_at=due,
        )
        for terminal in terminals
    ]
    try:
        with transaction.atomic():
            return TerminalCommand.objects.bulk_create(rows)
    except IntegrityError:
        held = TerminalCommand.objects.filter(terminal__in=terminals, kind=kind, state__in=WAITING)
        codes = list(held.order_by("terminal__code").values_list("terminal__code", flat=True)[:NAMED])
        raise Refused(
            "command_waiting", _("这些终端还有同一指令在等待答复，请稍候再试：%(codes)s。"), codes=listed(codes)
        ) from None


def _end(
    row: TerminalCommand,
    state: CommandState,
    now: datetime,
    *,
    output: str = "",
    data: Mapping[str, Any] | None = None,
    actor: Person | None = None,
) -> None:
    row.state, row.ended_at, row.output, row.data = state, now, rules.kept_output(output), dict(data or {})
    row.save(update_fields=["state", "ended_at", "output", "data"])
    if row.incident is not None:
        _tell(row.incident, row, now, actor)


def _tell(incident: Incident, row: TerminalCommand, now: datetime, actor: Person | None) -> None:
    """Few are told one by one. Of many, whoever ends the last one tells the sum; the incident is locked, so that is one."""
    counts = dict(TerminalCommand.objects.filter(batch=row.batch).order_by().values_list("state").annotate(Count("pk")))
    if sum(counts.values()) <= TOLD_SINGLY:
        code, params = f"command_{row.state}", {"terminal": row.terminal.code, "command": row.kind}
        timeline.write(incident, EntryKind.DIAGNOSIS, code, now=now, actor=actor, params=params, text=row.output[:300])
    elif not any(counts.get(state) for state in WAITING):
        sums = {str(state): counts.get(state, 0) for state in ENDED}
        timeline.write(incident, EntryKind.DIAGNOSIS, "command_batch", now=now, params={"command": row.kind, **sums})
