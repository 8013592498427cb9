"""What is late, what stands in the way, whose turn it is: the rule and its sentence."""

from datetime import timedelta

import pytest

from incidents.response.choices import Status
from incidents.response.rules.clock import due_at, read_clock
from incidents.response.standing.rules import Actor, Crew, Facts, Late, Step, late_things, step_of, turn_of
from incidents.response.standing.sentences import standing
from tests.conftest import NOON


def called(name, at, post="", role="", **more):
    return Actor(name, post, role, told_at=at, called_at=at, **more)


LATER = NOON + timedelta(minutes=15)
AT_FIVE = NOON + timedelta(minutes=5)
WANG = called("王强", AT_FIVE, "黄浦区技术处置岗", "A角")
CHEN = Actor("陈总")
LI = Actor("李工")
BUSY = Actor("高晓东", tasked_at=NOON, accepted=True)
SILENT = called("林玉兰", NOON)
LEADS = Actor("陈国栋", until=NOON + timedelta(minutes=10), decides=True)
AWAY = called("赵明", NOON, away=True)


def facts(minutes=5, *, status=Status.RESPONDING, stopped=None, serving=False, **more):
    """An incident whose clock has run for so many minutes."""
    now = NOON + timedelta(minutes=minutes)
    clock = read_clock(
        status=status, started=NOON, due=due_at(NOON), stopped=stopped, over=None, serving=serving, now=now
    )
    return Facts(status=status, clock=clock, now=now, serving=serving, **more)


STOPPED = {"stopped": NOON + timedelta(minutes=18)}
AT_SIX = NOON + timedelta(minutes=6)
BEFORE = {"owed_at": NOON + timedelta(minutes=1)}


@pytest.mark.parametrize(
    ("given", "late"),
    [
        (facts(), []),
        (facts(31), [Late.CLOCK]),
        (facts(**STOPPED), [Late.BARE]),
        (facts(40, **STOPPED, serving=True), []),
        (facts(status=Status.SUSPECTED, **BEFORE), [Late.CONFIRM]),
        (facts(status=Status.CONFIRMED, **BEFORE), [Late.ACTIVATE]),
        (facts(status=Status.CONFIRMED, crew=Crew(called=WANG)), [Late.ANSWER]),
        (facts(status=Status.CONFIRMED, crew=Crew(called=WANG), answer_due=AT_SIX), []),
        (facts(6, status=Status.CONFIRMED, crew=Crew(called=WANG), answer_due=AT_SIX), [Late.ANSWER]),
        (facts(6, status=Status.SUSPECTED, answer_due=AT_SIX), [Late.ANSWER]),
        (facts(6, answer_due=AT_SIX), []),
        (facts(status=Status.CONFIRMED, crew=Crew(called=WANG, holder=CHEN)), []),
        (facts(status=Status.CONFIRMED, **BEFORE, all_back=True, crew=Crew(called=WANG)), []),
        (facts(31, late_tasks=2, late_arrivals=1), [Late.CLOCK, Late.TASKS, Late.ARRIVALS]),
        (facts(expected_until=NOON), [Late.EXPECTED]),
        (facts(status=Status.RESTORED, expected_until=NOON), []),
        (facts(status=Status.RESTORED, **BEFORE), [Late.CLOSE]),
        (facts(400, status=Status.CLOSED), []),
    ],
)
def test_what_is_late(given, late):
    assert late_things(given) == late


@pytest.mark.parametrize(
    ("given", "step"),
    [
        (facts(status=Status.SUSPECTED), Step.CONFIRM),
        (facts(status=Status.CONFIRMED), Step.ACTIVATE),
        (facts(status=Status.CONFIRMED, all_back=True), Step.RESTORE),
        (facts(), Step.ASK),
        (facts(requested=1), Step.PREPARE),
        (facts(requested=1, ready=1), Step.SERVE),
        (facts(**STOPPED), Step.AGAIN),
        (facts(**STOPPED, serving=True), Step.REPAIR),
        (facts(**STOPPED, serving=True, uncovered=2), Step.COVER),
        (facts(**STOPPED, serving=True, uncovered=2, requested=1), Step.PREPARE),
        (facts(serving=True, uncovered=2), Step.COVER),
        (facts(all_back=True), Step.RESTORE),
        (facts(status=Status.RESTORED), Step.CLOSE),
        (facts(status=Status.MERGED), Step.NONE),
    ],
)
def test_what_it_waits_for(given, step):
    assert step_of(given) == step


@pytest.mark.parametrize(
    ("step", "crew", "worst", "whose"),
    [
        (Step.ASK, Crew(holder=WANG, on_site=CHEN), None, WANG),
        (Step.ASK, Crew(called=WANG, on_site=CHEN), None, CHEN),
        (Step.CONFIRM, Crew(called=WANG, technical=CHEN), None, WANG),
        (Step.ACTIVATE, Crew(holder=WANG, commander=CHEN), None, CHEN),
        (Step.REPAIR, Crew(holder=CHEN, with_task=BUSY), Late.TASKS, BUSY),
        (Step.REPAIR, Crew(holder=CHEN, with_task=LI), Late.TASKS, CHEN),
        (Step.REPAIR, Crew(last=CHEN, with_task=LI), Late.TASKS, CHEN),
        (Step.ASK, Crew(last=CHEN, on_site=SILENT), None, CHEN),
        (Step.ASK, Crew(last=CHEN, on_site=LI), None, LI),
        (Step.CLOSE, Crew(last=LEADS, commander=CHEN), None, LEADS),
        (Step.REPAIR, Crew(with_task=SILENT), Late.TASKS, SILENT),
        (Step.ACTIVATE, Crew(holder=LEADS, commander=CHEN), None, LEADS),
        (Step.REPAIR, Crew(), None, None),
        (Step.CONFIRM, Crew(called=AWAY, technical=CHEN), None, CHEN),
        (Step.REPAIR, Crew(on_site=CHEN, with_task=AWAY), Late.TASKS, CHEN),
        (Step.CLOSE, Crew(called=WANG), None, WANG),
    ],
)
def test_whose_turn_it_is(step, crew, worst, whose):
    assert turn_of(step, crew, worst) == whose


def test_the_sentence_says_why_and_who():
    found = standing(facts(42.667, crew=Crew(on_site=WANG)))
    assert found.sentence == (
        "30分钟时限已超 12分钟：尚无替代方案投入使用；应由王强（黄浦区技术处置岗，A角）行动，已于 12:05 通知，未接警。"
    )
    assert found.tone == "danger"


def test_who_has_acknowledged_is_said_until_when():
    holder = Actor("王强", until=NOON + timedelta(minutes=20))
    assert "应由王强行动，已接警，有效至 12:20。" in standing(facts(crew=Crew(holder=holder))).sentence


@pytest.mark.parametrize(("accepted", "said"), [(True, "12:05 分到任务，已接受"), (False, "12:05 分到任务，未接受")])
def test_who_has_a_late_task_is_said_since_when(accepted, said):
    actor = Actor("周明辉", tasked_at=NOON + timedelta(minutes=5), accepted=accepted)
    assert standing(facts(9, late_tasks=1, crew=Crew(with_task=actor))).who == f"应由周明辉行动，{said}"


def test_an_answer_that_lapsed_is_said():
    lapsed = Actor("王强", until=NOON + timedelta(minutes=2))
    assert "接警已于 12:02 失效" in standing(facts(crew=Crew(on_site=lapsed))).sentence


def test_sites_without_a_substitute_are_said_although_the_clock_was_stopped_elsewhere():
    found = standing(facts(40, **STOPPED, serving=True, uncovered=2, crew=Crew(on_site=WANG)))
    assert found.sentence.startswith("30分钟时限已达标（用时 18:00）：2个网点尚无替代服务；")
    assert found.tone == "warn"


@pytest.mark.parametrize(
    ("stopped", "said"),
    [
        (18, "曾在30分钟时限内启用替代方案（用时 18:00），服务现已中断：替代方案已全部撤除，目前无替代服务；"),
        (33, "30分钟时限曾超时停止（用时 33:00），服务现已中断：替代方案已全部撤除，目前无替代服务；"),
    ],
)
def test_what_was_in_time_once_is_not_said_to_be_so_while_nothing_serves(stopped, said):
    found = standing(facts(40, stopped=NOON + timedelta(minutes=stopped), crew=Crew(on_site=WANG)))
    assert found.sentence.startswith(said)


@pytest.mark.parametrize(
    ("actor", "said"),
    [
        (Actor("王强", undelivered=True), "应由王强行动，通知尚未送达。"),
        (called("王强", NOON - timedelta(days=1)), "已于 11-22 12:00 通知，未接警"),
        (
            called("王强", NOON + timedelta(minutes=4), until=NOON + timedelta(minutes=2)),
            "接警已于 12:02 失效，12:04 再次通知，未接警",
        ),
    ],
)
def test_what_became_of_the_call_is_said(actor, said):
    assert said in standing(facts(crew=Crew(on_site=actor))).sentence


def test_while_there_is_time_to_answer_it_is_being_called():
    found = standing(facts(5, status=Status.SUSPECTED, crew=Crew(called=WANG), answer_due=AT_SIX, round_began=NOON))
    assert found.who.endswith("正在呼叫，12:05 已通知，应于 12:06 前接警")
    assert (found.tone, found.is_late) == ("warn", False)


def test_a_round_that_does_not_call_them_gives_them_no_time_to_answer():
    found = standing(facts(9, status=Status.CONFIRMED, crew=Crew(commander=WANG), answer_due=LATER, round_began=AT_SIX))
    assert found.who.endswith("已于 12:05 通知，未接警")


def test_who_was_only_told_is_not_said_to_be_silent():
    found = standing(facts(9, status=Status.CONFIRMED, crew=Crew(commander=Actor("朱明辉", told_at=NOON))))
    assert found.who == "应由朱明辉行动，已于 12:00 通知"


def test_a_message_after_the_lapse_is_no_call():
    told = Actor("王强", told_at=AT_SIX, called_at=NOON, until=AT_FIVE)
    assert standing(facts(9, crew=Crew(on_site=told))).who == "应由王强行动，接警已于 12:05 失效"


def test_who_was_called_is_not_silent_once_somebody_has_it():
    told = Actor("朱明辉", told_at=AT_SIX, called_at=AT_FIVE)
    found = standing(facts(9, status=Status.CONFIRMED, crew=Crew(commander=told, holder=Actor("李敏", until=LATER))))
    assert found.who == "应由朱明辉行动，已于 12:06 通知"


def test_the_time_of_a_step_is_not_said_of_whoever_has_a_late_task():
    task = Actor("王强", tasked_at=NOON)
    found = standing(
        facts(9, status=Status.RESTORED, owed_at=LATER, late_tasks=1, late_task="核实", crew=Crew(with_task=task))
    )
    assert found.reason == "任务“核实”超时（尚无人接受），已恢复，尚未关闭"


def test_several_late_tasks_name_the_one_that_is_late_the_longest():
    crew = Crew(with_task=BUSY, holder=CHEN)
    found = standing(facts(9, late_tasks=3, late_task="核实", crew=crew))
    assert found.reason == "“核实”等3项任务超时（高晓东办理中），尚无替代方案投入使用（应于 12:30 前）"


def test_what_is_late_by_seconds_is_just_over():
    late = timedelta(minutes=30, seconds=20).total_seconds() / 60
    assert standing(facts(late, crew=Crew(on_site=CHEN))).sentence.startswith("30分钟时限刚刚超过：")


def test_by_when_it_has_to_be_confirmed_is_said():
    found = standing(facts(status=Status.SUSPECTED, owed_at=AT_SIX, crew=Crew(called=WANG)))
    assert found.lacks == "尚未核实确认（应于 12:06 前）"


def test_after_that_nobody_has_answered():
    found = standing(facts(7, status=Status.SUSPECTED, crew=Crew(called=WANG), answer_due=AT_SIX, round_began=NOON))
    assert found.sentence.startswith("无人接警：尚未核实确认；")
    assert found.who.endswith("已于 12:05 通知，未接警")


def test_nobody_to_act_is_said():
    assert standing(facts()).sentence.endswith("没有可行动的人，请立即指定负责人。")


def test_nobody_to_act_while_it_goes_on_is_an_alarm():
    assert standing(facts(**STOPPED, serving=True)).tone == "danger"


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        (facts(status=Status.CLOSED), "事件已结束。"),
        (facts(status=Status.FALSE_ALARM), "已判定为误报，事件已结束。"),
        (facts(status=Status.MERGED), "本事件已并入其他事件，时限和处置在那里继续。"),
        (facts(status=Status.CLOSED, late_tasks=2), "事件已结束。保留的任务中2项任务超时。"),
    ],
)
def test_how_it_ended_is_said(ended, said):
    assert standing(ended).sentence == said


def test_a_warning_that_has_cleared_waits_for_a_verdict():
    found = standing(facts(status=Status.SUSPECTED, **BEFORE, all_back=True))
    assert found.sentence.startswith("确认已超时 4分钟：受影响终端已全部恢复，尚未核实是否属实；")


def test_what_is_late_besides_is_counted():
    found = standing(facts(31, late_tasks=2))
    assert [one.text for one in found.late] == ["30分钟时限已超", "2项任务超时"]
    assert found.late_number == 3


def test_who_was_called_just_now_is_not_said_to_be_silent():
    found = standing(facts(7, status=Status.SUSPECTED, crew=Crew(called=called("马志强", AT_SIX)), answer_due=AT_SIX))
    assert found.who == "应由马志强行动，正在呼叫，12:06 已通知"


def test_the_end_has_nobody_to_act():
    assert standing(facts(status=Status.CLOSED)).actor is None


def test_a_step_that_is_owed_says_for_how_long():
    assert standing(facts(status=Status.SUSPECTED, **BEFORE)).sentence.startswith("确认已超时 4分钟；")
