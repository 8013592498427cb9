"""What was seen is taken in once, in any order, and decides how the round stands."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from incidents.escalation.models import Deadline
from incidents.monitoring.patrols.choices import EntrySource
from incidents.monitoring.patrols.models import PatrolEntry
from tests.conftest import NOON

from .conftest import entry, everything, put, terminals_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(make_round):
    return make_round()


def state(one):
    one.refresh_from_db()
    return one.state


def test_the_first_entry_begins_the_round(one, field_staff):
    put(field_staff, entry(one, terminals_of(one)[0]))
    assert state(one) == "under_way"
    assert one.started_at == NOON + timedelta(minutes=5)


def test_the_last_one_ends_it_in_time(one, field_staff):
    put(field_staff, *everything(one))
    assert state(one) == "done"
    assert (one.finished_by, one.finished_at) == (field_staff, NOON + timedelta(minutes=5))
    assert not Deadline.objects.filter(state="pending").exists()


def test_or_late(one, field_staff):
    put(field_staff, *everything(one, minute=45), minute=50)
    assert state(one) == "late"


def test_a_missed_round_that_was_done_in_time_without_a_connection_is_done(one, field_staff):
    one.state = "missed"
    one.save()
    put(field_staff, *everything(one, minute=20), minute=300)
    assert state(one) == "done"


def test_the_same_entry_again_is_known_and_changes_nothing(one, field_staff):
    sent = entry(one, terminals_of(one)[0])
    first, again = put(field_staff, sent)[0], put(field_staff, sent, minute=20)[0]
    assert (first.status, again.status, PatrolEntry.objects.count()) == ("taken", "known", 1)


def test_two_people_on_one_round_are_both_kept_and_told_of_each_other(one, field_staff, second):
    terminal = terminals_of(one)[0]
    put(field_staff, entry(one, terminal))
    answer = put(second, entry(one, terminal, outcome="skipped", remark="柜门锁住", minute=8))[0]
    assert [other.person for other in answer.others] == [field_staff]
    assert PatrolEntry.objects.count() == 2


def test_halves_of_two_people_make_a_whole(one, field_staff, second):
    entries = everything(one)
    put(field_staff, *entries[:9])
    put(second, *entries[9:])
    assert state(one) == "done"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"minute": -60}, "too_early"),
        ({"outcome": "finding"}, "finding_unsaid"),
        ({"outcome": "skipped"}, "skipped_unsaid"),
        ({"outcome": "fine"}, "no_outcome"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_with_a_reason_and_keeps_no_other_out(one, field_staff, change, code):
    terminal = terminals_of(one)[0]
    bad, good = put(field_staff, entry(one, terminal, **change), entry(one, terminal, "door"))
    assert (bad.status, bad.code, good.status) == ("refused", code, "taken")
    assert bad.reason


def test_a_terminal_of_another_site_is_refused(one, make_site, field_staff):
    other = make_site("310101-0009").terminals.get()
    assert put(field_staff, entry(one, other))[0].code == "no_such_terminal"


def test_a_round_that_one_does_not_see_does_not_exist(one, outsider):
    assert put(outsider, entry(one, terminals_of(one)[0]))[0].code == "no_such_round"


def test_an_auditor_records_nothing(one, auditor):
    assert put(auditor, entry(one, terminals_of(one)[0]))[0].code == "not_patroller"


def test_what_came_on_paper_names_who_was_there_and_who_typed(one, field_staff, manager):
    put(field_staff, entry(one, terminals_of(one)[0]), by=manager, source=EntrySource.PAPER)
    stored = PatrolEntry.objects.get()
    assert (stored.person, stored.recorded_by, stored.source) == (field_staff, manager, "paper")


def test_a_terminal_in_maintenance_is_not_waited_for(one, field_staff):
    first, second = terminals_of(one)
    second.status = "maintenance"
    second.save()
    put(field_staff, *(sent for sent in everything(one) if sent.terminal == first.code))
    assert state(one) == "done"


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_is_sent_twice_at_once_is_taken_once(one, field_staff):
    sent, start, answers = everything(one), threading.Barrier(2), []

    def run():
        start.wait(5)
        answers.extend(put(field_staff, *sent))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]
    assert PatrolEntry.objects.count() == len(sent)
    assert sorted(answer.status for answer in answers) == ["known"] * len(sent) + ["taken"] * len(sent)


def test_nothing_is_recorded_where_nothing_was_sent(one, field_staff):
    assert put(field_staff) == []
