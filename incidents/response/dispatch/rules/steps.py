"""Which step a dispatch may take in which state. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from incidents.response.dispatch.choices import DispatchState

#: how long somebody has to answer
ANSWER_WITHIN = timedelta(minutes=5)
#: who has accepted and has not set out by then is reminded
START_WITHIN = timedelta(minutes=15)
#: an arrival is late so long after it was expected, and is reported so long after that
GRACE = timedelta(minutes=10)
REPORTED_AFTER = timedelta(minutes=15)
#: who has not set out or arrived is reminded and reported again, as long as that is so
AGAIN_AFTER = timedelta(minutes=15)


class Step(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    START = "start"
    ARRIVE = "arrive"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


LABELS: Mapping[Step, Promise] = {
    Step.ACCEPT: _("接受"),
    Step.DECLINE: _("谢绝"),
    Step.START: _("出发"),
    Step.ARRIVE: _("到场"),
    Step.RELEASE: _("完成"),
    Step.WITHDRAW: _("撤回"),
    Step.LAPSE: _("登记未应答"),
}
FROM: Mapping[Step, frozenset[DispatchState]] = {
    Step.ACCEPT: frozenset({DispatchState.OFFERED}),
    Step.DECLINE: frozenset({DispatchState.OFFERED, DispatchState.ACCEPTED}),
    Step.START: frozenset({DispatchState.ACCEPTED}),
    Step.ARRIVE: frozenset({DispatchState.ACCEPTED, DispatchState.UNDER_WAY}),
    Step.RELEASE: frozenset({DispatchState.UNDER_WAY, DispatchState.ON_SITE}),
    Step.WITHDRAW: frozenset({DispatchState.OFFERED, DispatchState.ACCEPTED, DispatchState.UNDER_WAY}),
    Step.LAPSE: frozenset({DispatchState.OFFERED}),
}
TO: Mapping[Step, DispatchState] = {
    Step.ACCEPT: DispatchState.ACCEPTED,
    Step.DECLINE: DispatchState.DECLINED,
    Step.START: DispatchState.UNDER_WAY,
    Step.ARRIVE: DispatchState.ON_SITE,
    Step.RELEASE: DispatchState.RELEASED,
    Step.WITHDRAW: DispatchState.WITHDRAWN,
    Step.LAPSE: DispatchState.UNANSWERED,
}


def possible(state: str, step: Step) -> bool:
    return DispatchState(state) in FROM[step]


def after(state: str, step: Step) -> DispatchState:
    """The state after a step. Raises Refused with what the state is."""
    if possible(state, step):
        return TO[step]
    names = {"state": DispatchState(state).label, "step": LABELS[step]}
    if state == DispatchState.UNANSWERED:
        raise Refused("dispatch_passed_on", _("这次派遣未在时限内应答，已改派他人：请联系指挥人员。"))
    raise Refused("dispatch_state", _("派遣%(state)s，不能再登记“%(step)s”。请刷新页面。"), **names)


def answer_by(now: datetime, needed_by: datetime | None) -> datetime:
    """Until when somebody is to answer: within five minutes, sooner where it is needed sooner, a minute at least."""
    latest = now + ANSWER_WITHIN
    if needed_by is None:
        return latest
    return max(now + timedelta(minutes=1), min(latest, needed_by))
