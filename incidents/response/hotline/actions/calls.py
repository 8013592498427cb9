"""Calls are written down once, with what follows from them: a call-back that is owed, a fault that was seen."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from emergency_ops.lib.masking import mask_phone
from incidents.escalation import actions as escalation
from incidents.monitoring.choices import SignalKind, WarningSource
from incidents.monitoring.reported.actions import clear, report
from incidents.monitoring.reported.rules import Observation
from incidents.response.choices import SubstituteStatus
from incidents.response.hotline import rules
from incidents.response.hotline.access import require_agent
from incidents.response.hotline.choices import SUBJECT, CallOrigin, CallOutcome, Fault
from incidents.response.hotline.models import Call, CallBack
from incidents.response.models import Substitute
from resources.network.models import Site, Terminal
from resources.staff.models import Person

#: names the deadline of a call-back
LATE = "call_back_late"
#: refuses an agent's form that was sent before with something else in it
KEY_USED = "key_used"
_TYPED = ("masked_number", "question", "priority", "terminal", "told", "reported_code")
_ANSWERING = (SubstituteStatus.READY, SubstituteStatus.SERVING)


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of a call. `number` is the caller's, whole; it is kept only where a call-back is owed.

    fault: a Fault value, what the caller saw at the terminal. waited_seconds: until somebody answered or the caller gave up.
    """

    at: datetime
    outcome: str = CallOutcome.ANSWERED
    number: str = ""
    question: str = ""
    priority: str = ""
    site: Site | None = None
    terminal: Terminal | None = None
    told: str = ""
    fault: str = ""
    waited_seconds: int | None = None
    call_back: bool = False


def log_call(substitute: Substitute, heard: Heard, *, key: str, actor: Person | None, now: datetime) -> Call:
    """Write a call down; the same key again is the same call. actor None: the telephone system.

    Raises Forbidden for whoever is no agent, Refused for a hotline that is not open or an agent's form that comes again with
    something else in it, Invalid for a call-back without a number or a fault without a terminal.
    """
    check(substitute, heard, actor)
    with transaction.atomic():
        fields = _fields(heard, actor)
        call, created = Call.objects.get_or_create(substitute=substitute, key=key, defaults=fields)
        if not created and actor is not None and any(getattr(call, name) != fields[name] for name in _TYPED):
            raise Refused(KEY_USED, _("这张表已登记过一个来电。如果这是另一个来电，请再次提交。"))
        if created and heard.call_back:
            _owe(call, heard, now)
        if created and heard.fault and heard.terminal and not substitute.incident.is_drill:
            _report(call, heard.terminal, heard.fault, now)
    return call


def fault_over(call: Call, *, actor: Person, now: datetime) -> None:
    """What callers reported of the call's terminal is over, as far as this system was told by them. Raises Forbidden or Refused."""
    require_agent(actor, call.substitute)
    if call.terminal is None or not call.reported_code:
        raise Refused("no_fault", _("这个来电没有报告故障。"))
    clear(WarningSource.HOTLINE, call.terminal.code, now=now)


def check(substitute: Substitute, heard: Heard, actor: Person | None) -> None:
    """Raises what `log_call` raises."""
    if actor is not None:
        require_agent(actor, substitute)
        if substitute.status not in _ANSWERING:
            raise Refused("not_open", _("热线尚未开通或已撤除，不能登记来电。"))
    if heard.call_back and not heard.number.strip():
        raise Invalid("number", _("需要回电时请填写来电号码。"))
    if heard.fault and heard.terminal is None:
        raise Invalid("terminal", _("报告故障时请填写设备编号。"))


def _fields(heard: Heard, actor: Person | None) -> dict[str, object]:
    site = heard.site or (heard.terminal.site if heard.terminal else None)
    return {
        "origin": CallOrigin.SYSTEM if actor is None else CallOrigin.AGENT,
        "at": heard.at,
        "agent": actor,
        "outcome": CallOutcome(heard.outcome),
        "waited_seconds": heard.waited_seconds,
        "masked_number": mask_phone(heard.number.strip()),
        "question": heard.question,
        "priority": heard.priority,
        "site": site,
        "terminal": heard.terminal,
        "told": heard.told.strip(),
        "reported_code": heard.fault,
    }


def _owe(call: Call, heard: Heard, now: datetime) -> None:
    is_priority = bool(heard.priority)
    due_at = rules.due_at(is_priority=is_priority, now=now)
    owed = CallBack.objects.create(
        call=call, number=heard.number.strip(), is_priority=is_priority, asked_at=now, due_at=due_at
    )
    escalation.schedule(SUBJECT, owed.pk, LATE, due_at=due_at)


def _report(call: Call, terminal: Terminal, fault: str, now: datetime) -> None:
    """What callers say of one terminal is one report, however many call."""
    payment = fault == Fault.PAYMENT
    kind, code = (SignalKind.FAILURES, "") if payment else (SignalKind.FAULT, fault)
    seen = Observation(terminal, kind, code, call.at, {"call": call.pk})
    report(WarningSource.HOTLINE, terminal.code, [seen], now=now)
