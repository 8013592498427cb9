"""The writers of roles on an incident and of the handovers of its command."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.roles import COORDINATORS, OPERATORS, Role, has_role
from incidents.escalation.actions import cancel
from incidents.escalation.actions.announcing import announce
from incidents.response.access import commands, require_command
from incidents.response.actions import duties
from incidents.response.actions.moving import Move, moving
from incidents.response.choices import SUBJECT, EntryKind
from incidents.response.messages import body, subject
from incidents.response.models import Incident
from incidents.response.rules.duties import TRANSFER_DUE
from incidents.response.rules.transitions import Verb
from resources.staff.choices import Function
from resources.staff.models import Person

from . import queries
from .choices import TransferState
from .models import CommandTransfer, RoleHolder
from .people import who_see
from .summary import summary_of

#: how long a taker is waited for before both are reminded, again and again
ANSWER_WITHIN: Final = timedelta(minutes=10)
NOBODY: Final = "—"


def assign(
    incident: Incident, function: str, person: Person, *, actor: Person, now: datetime, text: str = ""
) -> RoleHolder:
    """Name somebody for a role in this incident. Raises Forbidden, Invalid for somebody who cannot have it, Refused if they have it."""
    with moving(incident, Verb.COMMAND, actor=actor, now=now) as move:
        refusal = _("只有总指挥、值班经理或本事件的指挥可以分配角色。")
        require_command(actor, move.incident, refusal)
        _require_able(move.incident, person)
        held = _put(move, Function(function), person)
        move.write(EntryKind.COMMAND, "role_assigned", text, person=str(person), function=held.function)
        if person != actor:
            _say(move, [person], _("请您担任“%(function)s”：%(subject)s"), f"role:{held.pk}", function=held)
    return held


def take_over(incident: Incident, function: str, *, actor: Person, now: datetime, text: str) -> RoleHolder:
    """The actor has the role from now on; the command only who may coordinate, with a reason, and with the state on record."""
    wanted = Function(function)
    if wanted == Function.COMMANDER:
        return _take_command(incident, actor, now, text)
    with moving(incident, Verb.COMMAND, actor=actor, now=now) as move:
        former = _former(move, wanted)
        held = _put(move, wanted, actor)
        names = {"person": str(actor), "former": str(former or NOBODY), "function": held.function}
        move.write(EntryKind.COMMAND, "role_taken_over", text, **names)
        _say(move, [former], _("“%(function)s”已由他人接手：%(subject)s"), f"role_taken:{held.pk}", function=held)
    return held


def hand_back(incident: Incident, function: str, *, actor: Person, now: datetime, text: str = "") -> None:
    """The role is again that of whoever acts for the post. By its holder, or who commands. Raises Forbidden and Refused."""
    with moving(incident, Verb.COMMAND, actor=actor, now=now) as move:
        held = RoleHolder.objects.filter(incident=move.incident, function=function, until=None).first()
        if held is None:
            raise Refused("not_assigned", _("这个角色没有指定人员，由岗位负责人担任。"))
        if held.person != actor and not commands(actor, move.incident):
            raise Forbidden("role", _("只有担任者本人、总指挥或值班经理可以交还这个角色。"))
        _end(held, now)
        acting = _former(move, Function(function))
        names = {"person": str(held.person), "function": function, "acting": str(acting or NOBODY)}
        move.write(EntryKind.COMMAND, "role_handed_back", text, **names)
        _say(move, [acting], _("“%(function)s”交还给您：%(subject)s"), f"role_back:{held.pk}", function=held)


def propose(
    incident: Incident, taker: Person, *, summary: str, questions: str, actor: Person, now: datetime
) -> CommandTransfer:
    """Hand the command over, with what the giver has written. It is the giver's until the taker accepts.

    Raises Forbidden, Invalid (no summary, a taker who cannot), Refused while another handover waits.
    """
    if not summary.strip():
        raise Invalid("summary", _("请填写交接内容。"))
    with moving(incident, Verb.COMMAND, actor=actor, now=now) as move:
        giver = queries.commander(move.incident, now)
        if giver != actor:
            require_command(actor, move.incident, _("只有现任指挥、总指挥或值班经理可以交接指挥。"))
        if taker == giver:
            raise Invalid("taker", _("%(name)s已经是本事件的指挥。"), name=taker)
        _require_able(move.incident, taker, COORDINATORS)
        if queries.open_transfer(move.incident):
            raise Refused("transfer_open", _("已有一次指挥交接待确认，请先取消。"))
        made = CommandTransfer.objects.create(
            incident=move.incident,
            giver=giver,
            taker=taker,
            summary=summary.strip(),
            questions=questions.strip(),
            at=now,
        )
        names = {"giver": str(giver or NOBODY), "taker": str(taker), "transfer": made.pk}
        move.write(EntryKind.COMMAND, "command_proposed", made.questions, **names)
        duties.schedule_next(move.incident, TRANSFER_DUE, now + ANSWER_WITHIN, {"transfer": made.pk})
        _say(move, [taker], _("请确认接手指挥：%(subject)s"), f"transfer:{made.pk}", transfer=made)
    return made


def accept(transfer: CommandTransfer, *, actor: Person, now: datetime) -> CommandTransfer:
    """The taker has the command from now on. Raises Forbidden for anybody else, Refused for one that is no longer open."""
    with moving(transfer.incident, Verb.COMMAND, actor=actor, now=now) as move:
        row = _open(transfer)
        if row.taker != actor:
            raise Forbidden("taker", _("只有接手人可以确认；您可以改为直接接手，并写明原因。"))
        _answer(row, TransferState.ACCEPTED, move)
        held = _put(move, Function.COMMANDER, actor)
        names = {"giver": str(row.giver or NOBODY), "taker": str(actor), "transfer": row.pk}
        move.write(EntryKind.COMMAND, "command_accepted", row.summary, **names)
        _say(move, [row.giver], _("指挥已交接：%(subject)s"), f"transfer_done:{row.pk}", function=held, transfer=row)
    return row


def withdraw(transfer: CommandTransfer, *, actor: Person, now: datetime) -> CommandTransfer:
    """It is not handed over after all: by the giver, the taker, or who commands. Raises Forbidden and Refused."""
    with moving(transfer.incident, Verb.COMMAND, actor=actor, now=now) as move:
        row = _open(transfer)
        if actor not in (row.giver, row.taker):
            require_command(actor, move.incident, _("只有交接双方、总指挥或值班经理可以取消交接。"))
        _answer(row, TransferState.WITHDRAWN, move)
        move.write(EntryKind.COMMAND, "command_withdrawn", taker=str(row.taker), transfer=row.pk)
        _say(
            move,
            {row.giver, row.taker} - {actor},
            _("指挥交接已取消：%(subject)s"),
            f"transfer_off:{row.pk}",
            transfer=row,
        )
    return row


def _take_command(incident: Incident, actor: Person, now: datetime, reason: str) -> RoleHolder:
    """Without a handover: how things stood is written down all the same."""
    if not reason.strip():
        raise Invalid("reason", _("请填写直接接手指挥的原因。"))
    with moving(incident, Verb.COMMAND, actor=actor, now=now) as move:
        if not has_role(actor, *COORDINATORS):
            raise Forbidden("role", _("只有总指挥或值班经理可以直接接手指挥。"))
        former = _former(move, Function.COMMANDER)
        waiting = queries.open_transfer(move.incident)
        if waiting:
            _answer(waiting, TransferState.WITHDRAWN, move)
        held = _put(move, Function.COMMANDER, actor)
        made = CommandTransfer.objects.create(
            incident=move.incident,
            giver=former,
            taker=actor,
            state=TransferState.ACCEPTED,
            summary=summary_of(move.incident, now),
            reason=reason.strip(),
            at=now,
            answered_at=now,
        )
        names = {"giver": str(former or NOBODY), "taker": str(actor), "transfer": made.pk}
        move.write(EntryKind.COMMAND, "command_taken", reason, **names)
        _say(move, [former], _("指挥已由%(taker)s接手：%(subject)s"), f"command:{made.pk}", transfer=made)
    return held


def _require_able(incident: Incident, person: Person, roles: frozenset[Role] = OPERATORS) -> None:
    if not person.is_active or not has_role(person, *roles):
        raise Invalid("person", _("%(name)s的账号或角色不能担任，请另选人员。"), name=person)
    if not who_see(incident, [person]):
        raise Invalid("person_region", _("%(name)s不负责本事件的区域，请另选人员。"), name=person)


def _former(move: Move, function: Function) -> Person | None:
    return queries.roles_of(move.incident, move.now, [function])[0].person


def _put(move: Move, function: Function, person: Person) -> RoleHolder:
    held = RoleHolder.objects.filter(incident=move.incident, function=function, until=None).first()
    if held is not None and held.person == person:
        raise Refused("has_role", _("%(name)s已经担任这个角色。"), name=person)
    if held is not None:
        _end(held, move.now)
    return RoleHolder.objects.create(incident=move.incident, function=function, person=person, since=move.now)


def _end(held: RoleHolder, now: datetime) -> None:
    held.until = now
    held.save(update_fields=["until"])


def _open(transfer: CommandTransfer) -> CommandTransfer:
    row = CommandTransfer.objects.select_related("giver", "taker").get(pk=transfer.pk)
    if row.state != TransferState.PROPOSED:
        raise Refused("transfer_state", _("这次交接已经处理：%(state)s。"), state=row.get_state_display())
    return row


def _answer(row: CommandTransfer, state: TransferState, move: Move) -> None:
    row.state, row.answered_at = state, move.now
    row.save(update_fields=["state", "answered_at"])
    cancel(SUBJECT, move.incident.pk, TRANSFER_DUE, now=move.now)


def _say(
    move: Move,
    people: Iterable[Person | None],
    what: Promise,
    key: str,
    *,
    function: RoleHolder | None = None,
    transfer: CommandTransfer | None = None,
) -> None:
    """One urgent message to each of them; whoever did it needs none."""
    recipients = [person for person in people if person is not None and person != move.actor]
    incident = move.incident
    link = reverse("incidents:detail", args=[incident.number])
    if transfer is not None:
        link = reverse("incidents:command_transfer", args=[incident.number, transfer.pk])
    with override(settings.LANGUAGE_CODE):
        names = {
            "subject": subject(incident),
            "function": str(Function(function.function).label) if function else "",
            "taker": str(transfer.taker) if transfer else "",
        }
        title, text = str(what) % names, body(incident, move.now)
    announce(
        recipients,
        subject=(SUBJECT, incident.pk),
        title=title,
        body=text,
        link=link,
        key=f"incident:{incident.pk}:{key}",
        now=move.now,
        urgent=True,
    )
