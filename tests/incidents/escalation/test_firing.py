"""Deadlines: claimed, carried out, tried again. Two sweeps at once do everything once."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from incidents.escalation import registry
from incidents.escalation.actions import cancel, fire_next, schedule
from incidents.escalation.models import Deadline, OutboxMessage
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler(monkeypatch):
    """Registers handlers for a test: handler("probe", function)."""
    monkeypatch.setattr(registry, "_handlers", {})
    return registry.register


def ignore(deadline, now):
    """A handler without an effect."""


def fail(deadline, now):
    raise RuntimeError("no such table")


def seconds(number):
    return NOON + timedelta(seconds=number)


class TestSchedule:
    def test_is_idempotent(self):
        first = schedule("probe", 1, "confirm", due_at=NOON)
        assert schedule("probe", 1, "confirm", due_at=seconds(60)) == first

    def test_the_database_refuses_a_double(self, make_deadline):
        make_deadline()
        with pytest.raises(IntegrityError), transaction.atomic():
            make_deadline()

    def test_an_action_that_is_rolled_back_leaves_none(self):
        with transaction.atomic():
            schedule("probe", 1, "confirm", due_at=NOON)
            transaction.set_rollback(True)
        assert not Deadline.objects.exists()


class TestFire:
    def test_not_before_it_is_due(self, handler, make_deadline):
        handler("probe", ignore)
        make_deadline(due_at=seconds(1))
        assert fire_next(NOON) is None

    def test_the_longest_due_comes_first(self, handler, make_deadline):
        handler("probe", ignore)
        make_deadline(1, due_at=seconds(5)), make_deadline(2, due_at=seconds(3))
        assert fire_next(seconds(10)).subject_id == 2

    def test_says_when(self, handler, make_deadline):
        handler("probe", ignore)
        make_deadline()
        fired = fire_next(seconds(3))
        assert (fired.state, fired.fired_at) == ("fired", seconds(3))

    def test_costs_two_statements_and_their_brackets(self, handler, make_deadline, django_assert_num_queries):
        handler("probe", ignore)
        make_deadline()
        with django_assert_num_queries(6):
            fire_next(NOON)


@pytest.mark.logs_errors
class TestHandlerThatRaises:
    def test_does_not_hold_up_the_others(self, handler, make_deadline):
        handler("bad", fail), handler("probe", ignore)
        make_deadline(1, kind="bad"), make_deadline(2, due_at=seconds(1))
        fire_next(seconds(1))
        assert fire_next(seconds(1)).subject_id == 2

    def test_keeps_its_row_with_the_error_and_a_later_time(self, handler, make_deadline):
        handler("bad", fail)
        make_deadline(kind="bad")
        row = fire_next(NOON)
        row.refresh_from_db()
        assert (row.state, row.attempts, row.retry_at) == ("pending", 1, seconds(5))
        assert row.error == "RuntimeError: no such table"

    def test_leaves_nothing_of_what_it_did(self, handler, make_deadline, make_message):
        handler("bad", lambda deadline, now: (make_message(), fail(deadline, now)))
        make_deadline(kind="bad")
        fire_next(NOON)
        assert not OutboxMessage.objects.exists()

    def test_comes_again_and_may_succeed(self, handler, make_deadline, monkeypatch):
        handler("probe", fail)
        make_deadline()
        fire_next(NOON)
        monkeypatch.setitem(registry._handlers, "probe", ignore)
        assert fire_next(seconds(4)) is None
        assert fire_next(seconds(5)).state == "fired"

    def test_a_kind_that_nobody_handles_is_kept_too(self, handler, make_deadline):
        make_deadline(kind="of_a_newer_version")
        assert "of_a_newer_version" in fire_next(NOON).error

    def test_a_statement_that_the_database_refuses_is_rolled_back_alone(self, handler, make_deadline):
        handler("bad", lambda deadline, now: connection.cursor().execute("SELECT 1/0"))
        make_deadline(kind="bad")
        assert fire_next(NOON).attempts == 1


class TestRegistry:
    def test_two_handlers_for_a_kind_are_a_mistake(self, handler):
        handler("probe", ignore)
        with pytest.raises(ValueError, match="probe"):
            handler("probe", fail)


def in_threads(count, work):
    """Run work() in threads with connections of their own; raises what they raised."""
    failures = []

    def run():
        try:
            work()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not failures


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_four_sweeps_fire_500_deadlines_once_each(self, handler):
        seen = []
        handler("probe", lambda deadline, now: seen.append(deadline.subject_id))
        Deadline.objects.bulk_create(
            Deadline(subject_kind="probe", subject_id=number, kind="probe", due_at=NOON) for number in range(500)
        )

        def sweep():
            while fire_next(NOON) is not None:
                pass

        in_threads(4, sweep)
        assert sorted(seen) == list(range(500))
        assert not Deadline.objects.filter(state="pending").exists()

    def test_cancelling_does_not_wait_for_a_sweep_that_waits_for_the_subject(self, handler, make_deadline):
        """The sweep holds the deadline and wants the subject; the action holds the subject and cancels: no deadlock."""
        make_deadline()
        holds_deadline, cancelled = threading.Event(), threading.Event()

        def wait_for_subject(deadline, now):
            holds_deadline.set()
            assert cancelled.wait(10)

        handler("probe", wait_for_subject)
        sweeper = threading.Thread(target=in_threads, args=(1, lambda: fire_next(NOON)))
        sweeper.start()
        assert holds_deadline.wait(10)
        assert cancel("probe", 1, now=NOON) == 0
        cancelled.set()
        sweeper.join(10)
        assert Deadline.objects.get().state == "fired"
