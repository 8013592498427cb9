"""What a person is offered to do next on the incident's page: each with its reason, its button, and how it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from incidents.response.choices import SubstituteStatus
from incidents.response.command.models import CommandTransfer
from incidents.response.command.queries import open_transfer
from incidents.response.dispatch.choices import BOUND, LIVE, DispatchState
from incidents.response.dispatch.models import Dispatch
from incidents.response.models import Incident, Substitute
from incidents.response.moves import MOVES, SUBSTITUTE_MOVES, Move
from incidents.response.presenting import IncidentView
from incidents.response.rules.proposals import Proposal, Situation, proposals
from incidents.response.standing.rules import Step
from incidents.response.standing.sentences import Standing
from incidents.response.tasks.choices import UNFINISHED, TaskState

from .offering import offer

#: in which order a person's own dispatches count
NEARNESS = (DispatchState.ON_SITE, DispatchState.UNDER_WAY, DispatchState.ACCEPTED, DispatchState.OFFERED)


@dataclass(frozen=True, slots=True)
class Way:
    """How a proposal looks when it is no move of the incident: title, icon, key, reason."""

    title: Promise
    icon: str
    key: str
    reason: Promise


WAYS: Mapping[Proposal, Way] = {
    Proposal.TAKE_COMMAND: Way(_("接手指挥"), "user-group", "m", _("指挥正移交给您，待您确认。")),
    Proposal.ANSWER_DISPATCH: Way(_("应答派遣"), "truck", "g", _("您被派往现场，请先应答；不应答将改派他人。")),
    Proposal.GO_ON: Way(_("登记我的进展"), "map-pin", "g", _("您已被派遣：出发、到场、完成后请登记。")),
    Proposal.TASK_LATE: Way(_("办理超时任务"), "clipboard-document-check", "t", _("您的任务已超时。")),
    Proposal.TASK_ACCEPT: Way(_("接受任务"), "clipboard-document-check", "t", _("有任务分给您，待接受。")),
    Proposal.TASK: Way(_("办理任务"), "clipboard-document-check", "t", _("您有进行中的任务。")),
    Proposal.ASSIGN: Way(_("指定任务负责人"), "user-plus", "u", _("有任务无人负责。")),
    Proposal.SEND: Way(_("派谁去"), "user-plus", "s", _("还没有派人到现场。")),
}
#: keys and reasons of the moves
KEYS: Mapping[Proposal, str] = {
    Proposal.ACKNOWLEDGE: "a",
    Proposal.FALSE_ALARM: "f",
    Proposal.EXPECT: "e",
    Proposal.RESTORE: "r",
    Proposal.WITHDRAW: "w",
}
REASONS: Mapping[Proposal, Promise] = {
    Proposal.ACKNOWLEDGE: _("接警后由您负责跟进，其他人的呼叫停止（升级策略要求有决定的除外）。"),
    Proposal.FALSE_ALARM: _("核实不属实时使用，须写明依据。"),
    Proposal.RESTORE: _("全部终端恢复后使用。"),
    Proposal.WITHDRAW: _("该网点已全部恢复，替代方案可以撤除。"),
    Proposal.EXPECT: _("公众和各岗位需要知道预计何时恢复。"),
}
#: what the incident waits for, whoever does it
STEPS = frozenset({Proposal.CONFIRM, Proposal.ACTIVATE, Proposal.RESTORE, Proposal.CLOSE})
#: done with one touch, without a question
AT_ONCE = frozenset({Proposal.ACKNOWLEDGE, Proposal.TASK_ACCEPT})


@dataclass(frozen=True, slots=True)
class Action:
    """kind: "dialog" (opens where it is offered), "post" (one touch) or "link". reason: why it is offered, in a sentence."""

    proposal: Proposal
    kind: str
    id: str
    url: str
    title: str
    icon: str
    key: str
    reason: str


class Proposing:
    """The next best actions of one person for an incident. sent: its live dispatches, unheld: tasks that nobody has."""

    def __init__(self, view: IncidentView, standing: Standing, *, unheld: int, sent: Sequence[Dispatch]) -> None:
        self.view = view
        self.standing = standing
        self.unheld = unheld
        self.sent = sent

    @cached_property
    def actions(self) -> list[Action]:
        return [self._action(one) for one in proposals(self.situation)]

    @property
    def first(self) -> Action | None:
        return self.actions[0] if self.actions else None

    @property
    def others(self) -> Sequence[Action]:
        return self.actions[1:]

    @property
    def turn_of(self) -> str:
        """The name of somebody else whose turn it is, where the first action would do it for them; else "". A late task is
        another matter than the step."""
        actor = self.standing.actor
        if actor is None or actor.person == self.view.person.pk or self.first is None or actor.tasked_at:
            return ""
        return actor.name if self.first.proposal in STEPS else ""

    @cached_property
    def dispatch(self) -> Dispatch | None:
        """What the person is asked to do on site, or is doing."""
        mine = [one for one in self.sent if one.person_id == self.view.person.pk]
        return min(mine, key=lambda one: NEARNESS.index(DispatchState(one.state)), default=None)

    @cached_property
    def transfer(self) -> CommandTransfer | None:
        """The command that is handed to this person."""
        waiting = open_transfer(self.view.incident)
        return waiting if waiting and waiting.taker_id == self.view.person.pk else None

    @property
    def substitute(self) -> Substitute | None:
        """The one that the person can put into service, what stands ready before what was asked for."""
        order = (SubstituteStatus.READY, SubstituteStatus.REQUESTED)
        waiting = [one for one in self.view.changeable if one.status in order]
        return min(waiting, key=lambda one: order.index(SubstituteStatus(one.status)), default=None)

    @property
    def situation(self) -> Situation:
        view, task = self.view, self.view.my_task
        substitute = self.substitute
        return Situation(
            status=view.incident.status,
            step=self.standing.step,
            verbs=view.verbs,
            held=view.held_by is not None,
            requested=substitute is not None and substitute.status == SubstituteStatus.REQUESTED,
            ready=substitute is not None and substitute.status == SubstituteStatus.READY,
            task="" if task is None else "open" if task.state == TaskState.OPEN else "accepted",
            task_is_late=view.my_task_is_late,
            dispatch=self.dispatch.state if self.dispatch else "",
            command_offered=self.transfer is not None,
            unheld=self.unheld,
            sent=any(one.state in BOUND for one in self.sent),
            expected=self._expected(),
            done_at=bool(view.to_withdraw),
        )

    def _expected(self) -> str:
        until = self.view.incident.expected_until
        if until is None:
            return "unknown"
        return "past" if until < self.view.now else "known"

    def _action(self, proposal: Proposal) -> Action:
        if proposal in WAYS:
            return self._way(proposal)
        if proposal is Proposal.SERVE and self.substitute:
            return self._move(proposal, SUBSTITUTE_MOVES["serve"], self.substitute)
        if proposal is Proposal.WITHDRAW:
            return self._move(proposal, SUBSTITUTE_MOVES["withdraw"], self.view.to_withdraw[0])
        return self._move(proposal, MOVES[proposal])

    def _move(self, proposal: Proposal, move: Move, substitute: Substitute | None = None) -> Action:
        offered = offer(self.view, str(proposal), move, substitute)
        kind = "post" if proposal in AT_ONCE else "dialog"
        is_step = proposal not in REASONS or (proposal is Proposal.RESTORE and self.standing.step is Step.RESTORE)
        reason = self.view.step.sentence if is_step else REASONS[proposal]
        title = f"{move.title}：{substitute.place}" if substitute else str(move.title)
        key = KEYS.get(proposal, "")
        return Action(proposal, kind, offered.id, offered.url, title, move.icon, key, str(reason))

    def _way(self, proposal: Proposal) -> Action:
        way, task = WAYS[proposal], self.view.my_task
        kind = "post" if proposal in AT_ONCE else "link"
        reason = f"{way.reason} {task}" if task and way.key == "t" else str(way.reason)
        return Action(proposal, kind, str(proposal), self._url(proposal), str(way.title), way.icon, way.key, reason)

    def _url(self, proposal: Proposal) -> str:
        number, task = self.view.incident.number, self.view.my_task
        match proposal:
            case Proposal.TAKE_COMMAND if self.transfer:
                return reverse("incidents:command_transfer", args=[number, self.transfer.pk])
            case Proposal.ANSWER_DISPATCH | Proposal.GO_ON if self.dispatch:
                return reverse("dispatch:page", args=[self.dispatch.pk])
            case Proposal.TASK_ACCEPT if task:
                return reverse("tasks:accept", args=[task.pk])
            case Proposal.TASK_LATE | Proposal.TASK if task:
                return reverse("tasks:task", args=[task.pk])
            case Proposal.ASSIGN:
                return reverse("tasks:board", args=[number])
        return reverse("dispatch:choose", args=[number])


@dataclass(frozen=True, slots=True)
class Counts:
    """What the panels count. Tasks that are not cancelled; people who are asked, on their way, there."""

    tasks: int
    done: int
    late: int
    unheld: int
    asked: int
    coming: int
    there: int

    @property
    def open(self) -> int:
        return self.tasks - self.done


def dispatches_of(incident: Incident) -> list[Dispatch]:
    """Who is asked, on the way, or there."""
    return list(Dispatch.objects.filter(incident=incident, state__in=LIVE))


def counts_of(view: IncidentView, dispatches: Sequence[Dispatch]) -> Counts:
    states = view.task_states
    sent = [one.state for one in dispatches]
    there = sent.count(DispatchState.ON_SITE)
    return Counts(
        tasks=sum(state != TaskState.CANCELLED for state, _due, _who in states),
        done=sum(state == TaskState.DONE for state, _due, _who in states),
        late=sum(state in UNFINISHED and due < view.now for state, due, _who in states),
        unheld=sum(state in UNFINISHED and who is None for state, _due, who in states),
        asked=sent.count(DispatchState.OFFERED),
        coming=sum(state in BOUND for state in sent) - there,
        there=there,
    )
