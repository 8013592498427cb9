"""Silence is noticed."""

from datetime import timedelta

import httpx
import pytest

from incidents.escalation import dead_man, registry, status, sweeps
from incidents.escalation.actions.audit import audit
from incidents.escalation.models import AuditFinding, Deadline, Heartbeat, OutboxMessage
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


def minutes(number):
    return NOON + timedelta(minutes=number)


@pytest.fixture
def silent(subjects, policy_version, team):
    """An open subject that nobody set a deadline for."""
    subjects.add(1)
    return subjects


class TestSilentSubject:
    def test_is_found_and_the_lead_is_called_at_once(self, silent, sweep, team, inbox):
        assert audit(NOON).missing == 1
        sweep(NOON)
        assert inbox(team["lead"]) == ["请总指挥接警：事件1"]

    def test_is_written_down(self, silent):
        audit(NOON)
        found = AuditFinding.objects.get()
        assert (found.kind, found.subject_id, found.detail) == ("no_deadline", 1, "事件1")

    def test_is_called_once_by_two_audits(self, silent):
        audit(NOON), audit(NOON)
        assert Deadline.objects.count() == 1

    def test_is_covered_from_then_on(self, silent, sweep):
        audit(NOON)
        sweep(NOON)
        assert audit(minutes(1)).covered == 1

    def test_counts_one_whose_first_step_was_never_set(self, escalated):
        Deadline.objects.all().delete()
        assert audit(NOON).missing == 1

    def test_one_that_nobody_is_called_for_any_more_is_told_all_the_same(self, silent, sweep, team, inbox):
        silent.change(is_open=False)
        silent.audited.append(1)
        audit(NOON)
        sweep(NOON)
        assert len(inbox(team["lead"])) == 1

    def test_a_stated_reason_is_enough(self, silent):
        silent.change(no_deadline_reason="等待备件，已约定日期")
        result = audit(NOON)
        assert (result.missing, result.reasoned) == (0, 1)

    def test_a_pending_deadline_is_enough(self, escalated):
        result = audit(NOON)
        assert (result.open, result.covered, result.missing) == (1, 1, 0)

    def test_a_deadline_that_fails_again_and_again_is_not(self, escalated):
        Deadline.objects.update(attempts=3)
        assert {found.kind for found in audit(NOON).found} == {"no_deadline", "failing"}


@pytest.mark.parametrize("number", [10, 100])
def test_the_number_of_statements_does_not_grow_with_the_subjects(
    subjects, policy_version, make_deadline, number, django_assert_max_num_queries
):
    for pk in range(number):
        subjects.add(pk)
        make_deadline(pk, due_at=minutes(5))
    with django_assert_max_num_queries(7):
        audit(NOON)


@pytest.fixture
def running(subjects):
    """Audits have followed one another for an hour."""
    return Heartbeat.objects.create(
        name="audit_silence", at=minutes(-1), expected_seconds=60, detail={"since": minutes(-60).isoformat()}
    )


@pytest.fixture(autouse=True)
def one_scheduled_sweep(monkeypatch):
    """Only fire_deadlines and the audit are scheduled, and the first had its pulse just now."""
    monkeypatch.setattr(status, "scheduled", lambda: {"fire_deadlines": 5, "audit_silence": 60})


def pulse(at):
    return Heartbeat.objects.create(name="fire_deadlines", at=at, expected_seconds=5)


class TestMachinery:
    def test_a_sweep_without_a_pulse_is_told_to_the_administrators(self, running, administrator, inbox):
        pulse(minutes(-1))
        audit(NOON)
        assert inbox(administrator) == ["系统自检发现异常：后台任务没有心跳"]

    def test_a_young_pulse_is_fine(self, running):
        pulse(NOON - timedelta(seconds=29))
        assert audit(NOON).missing == 0

    def test_a_sweep_that_never_ran_is_found(self, running):
        assert [found.name for found in audit(NOON).found] == ["fire_deadlines"]

    def test_the_same_thing_is_told_once(self, running, administrator, inbox):
        pulse(minutes(-1))
        audit(NOON), audit(minutes(1))
        assert (len(inbox(administrator)), AuditFinding.objects.get().times) == (1, 2)

    def test_a_deadline_that_nobody_sweeps_is_found(self, running, make_deadline):
        pulse(NOON)
        make_deadline(due_at=minutes(-3))
        assert [found.kind for found in audit(NOON).found] == ["overdue"]

    @pytest.mark.parametrize(
        ("attempts", "line"),
        [(0, "核实并确认事件（事件1）已到期，仍未触发"), (3, "核实并确认事件（事件1）处理出错：KeyError: 'x'")],
        ids=["overdue", "failing"],
    )
    def test_a_deadline_is_told_in_words(
        self, running, subjects, policy_version, make_deadline, administrator, attempts, line
    ):
        pulse(NOON)
        subjects.add(1)
        make_deadline(kind="confirm_due", due_at=minutes(-3), attempts=attempts, error="KeyError: 'x'")
        audit(NOON)
        assert line in administrator.messages.filter(channel="in_app").values_list("body", flat=True)

    def test_every_kind_of_deadline_has_a_name(self):
        assert registry._handlers.keys() <= status.DEADLINES.keys()

    def test_a_sweep_is_told_in_words(self, running, administrator):
        audit(NOON)
        assert administrator.messages.get(channel="in_app").body == "后台任务“触发时限”没有心跳"

    def test_many_of_a_kind_are_one_message(self, running, make_deadline, administrator, inbox):
        pulse(NOON)
        for number in range(12):
            make_deadline(number, due_at=minutes(-3))
        audit(NOON)
        body = administrator.messages.get(channel="in_app").body.splitlines()
        assert (len(body), body[-1]) == (11, "共 12 项，其余见系统状态页。")

    def test_a_standstill_is_written_down_and_blames_nobody_yet(self, running, administrator, inbox):
        pulse(minutes(-30))
        Heartbeat.objects.filter(name="audit_silence").update(at=minutes(-30))
        result = audit(NOON)
        assert [found.kind for found in result.found] == ["outage"]
        assert (result.all_well, inbox(administrator)) == (True, [])

    def test_the_first_audit_ever_blames_nobody(self, subjects):
        assert audit(NOON).missing == 0

    @pytest.mark.logs_errors
    def test_a_repair_that_fails_does_not_hide_the_others(self, subjects, running):
        """No policy at all: the lead cannot be called, the dead sweep is found all the same."""
        subjects.add(1)
        pulse(minutes(-1))
        audit(NOON)
        assert AuditFinding.objects.get().kind == "stale"


class TestSweeps:
    def test_every_sweep_leaves_a_pulse(self, clock, subjects, policy_version):
        sweeps.fire_deadlines(), sweeps.deliver_messages(), sweeps.audit_silence()
        assert set(Heartbeat.objects.values_list("name", flat=True)) == {
            "fire_deadlines",
            "deliver_messages",
            "audit_silence",
        }

    def test_the_audit_s_pulse_says_what_it_found(self, clock, escalated):
        sweeps.audit_silence()
        detail = Heartbeat.objects.get(name="audit_silence").detail
        assert (detail["open"], detail["covered"], detail["no_deadline"]) == (1, 1, 0)

    def test_messages_that_are_due_are_handed_on_in_batches(self, clock, make_message, monkeypatch, manager):
        batches = []
        monkeypatch.setattr(sweeps.jobs.deliver, "apply_async", lambda arguments, expires: batches.append(*arguments))
        for number in range(12):
            make_message(f"m{number}", recipient=manager)
        assert sweeps.deliver_messages() == 12
        assert [len(batch) for batch in batches] == [10, 2]

    def test_all_three_together_call_and_send(self, clock, escalated, monkeypatch, mailoutbox):
        monkeypatch.setattr(
            sweeps.jobs.deliver, "apply_async", lambda arguments, expires: sweeps.jobs.deliver(*arguments)
        )
        sweeps.fire_deadlines(), sweeps.deliver_messages()
        assert [mail.subject for mail in mailoutbox] == ["请A角接警：事件1"]
        assert not OutboxMessage.objects.exclude(state="accepted").exists()


class TestDeadMan:
    @pytest.fixture
    def asked(self, settings, monkeypatch):
        settings.DEAD_MAN_URL = "https://watch.example.cn/ping"
        asked = []
        answer = httpx.Response(200, request=httpx.Request("GET", settings.DEAD_MAN_URL))
        monkeypatch.setattr(dead_man.httpx, "get", lambda url, **options: asked.append(url) or answer)
        return asked

    def test_is_off_without_an_address(self):
        assert dead_man.answer(all_well=True) == "off"

    def test_gets_a_sign_of_life(self, asked):
        assert dead_man.answer(all_well=True) == "sent"
        assert asked == ["https://watch.example.cn/ping"]

    def test_gets_none_while_something_is_wrong(self, asked):
        assert dead_man.answer(all_well=False) == "withheld"
        assert asked == []

    def test_that_cannot_be_reached_does_not_break_the_audit(self, settings, monkeypatch):
        settings.DEAD_MAN_URL = "http://127.0.0.1:9/"
        assert dead_man.answer(all_well=True) == "failed"
