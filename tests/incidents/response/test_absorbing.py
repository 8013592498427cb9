"""Warnings become incidents, and incidents follow their warnings."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib import clock as now_clock
from incidents.escalation.models import Deadline, Heartbeat, OutboxMessage
from incidents.monitoring.choices import Scope, WarningEventKind
from incidents.monitoring.models import WarningEvent
from incidents.response import actions
from incidents.response.models import Incident
from incidents.response.sweeps import absorb_warnings

from .conftest import clear, cover, tell

NOW = now_clock.now


def widen(warning, *sites, scope=Scope.REGIONAL, kind=WarningEventKind.UPGRADED):
    """The warning grows, as detection lets it."""
    warning.scope = scope
    warning.save()
    cover(warning, *sites)
    return tell(warning, kind)


@pytest.fixture
def warning(make_warning, make_site):
    return make_warning(make_site(terminals=2))


@pytest.fixture
def absorbed(warning):
    """The warning's incident."""
    absorb_warnings()
    return Incident.objects.get(warning=warning)


def codes(incident):
    return list(incident.timeline.order_by("id").values_list("code", flat=True))


def test_a_warning_becomes_one_suspected_incident(absorbed):
    assert (absorbed.number, absorbed.status, absorbed.affected_terminals) == ("YJ-20261123-0001", "suspected", 2)


def test_a_second_sweep_does_nothing(absorbed):
    assert (absorb_warnings(), Incident.objects.count()) == (0, 1)


def test_the_sweep_has_a_pulse(absorbed):
    assert Heartbeat.objects.get(name="absorb_warnings").detail == {"absorbed": 1, "failed": []}


def test_a_scope_that_grows_raises_the_grade_in_one_entry(absorbed, warning, make_site):
    widen(warning, make_site("310101-0002", terminals=4))
    absorb_warnings()
    absorbed.refresh_from_db()
    assert (absorbed.scope, absorbed.affected_terminals, absorbed.grade) == ("regional", 6, "II")
    assert codes(absorbed) == ["opened_by_warning", "scope_and_grade"]


def test_a_grade_that_rises_is_told_to_those_in_charge(absorbed, warning, make_site, make_person, make_post):
    make_post("technical", "310000", a=make_person("a", "manager"))
    widen(warning, make_site("310101-0002"))
    absorb_warnings()
    message = OutboxMessage.objects.filter(recipient__username="a", channel="in_app").get()
    assert message.title.startswith("影响扩大，等级升高")


def test_a_grade_never_falls_by_itself(absorbed, warning):
    Incident.objects.filter(pk=absorbed.pk).update(grade="I")
    widen(warning, scope=Scope.SINGLE_POINT, kind=WarningEventKind.UPDATED)
    absorb_warnings()
    absorbed.refresh_from_db()
    assert (absorbed.grade, codes(absorbed)[-1]) == ("I", "scope_grade_kept")


def test_news_without_a_change_is_no_entry(absorbed, warning):
    tell(warning, WarningEventKind.UPDATED)
    absorb_warnings()
    assert codes(absorbed) == ["opened_by_warning"]


def test_cleared_the_terminals_are_back_and_a_person_decides(absorbed, warning, clock):
    clock.shift(timedelta(minutes=3))
    clear(warning)
    absorb_warnings()
    absorbed.refresh_from_db()
    assert (absorbed.status, codes(absorbed)[-1]) == ("suspected", "reports_say_restored")
    assert set(absorbed.terminals.values_list("until", flat=True)) == {NOW()}


def test_cleared_it_is_looked_at_again(absorbed, warning):
    clear(warning)
    absorb_warnings()
    review = Deadline.objects.get(subject_id=absorbed.pk, kind="clear_review")
    assert review.due_at == NOW() + timedelta(minutes=15)


def test_a_false_alarm_that_grows_is_opened_again(absorbed, warning, manager, make_site):
    actions.mark_false_alarm(absorbed, actor=manager, now=NOW(), text="施工")
    widen(warning, make_site("310101-0002"))
    absorb_warnings()
    absorbed.refresh_from_db()
    assert (absorbed.status, codes(absorbed)[-2]) == ("suspected", "reopened_by_warning")


def test_what_comes_after_the_end_without_growth_changes_nothing(absorbed, warning, manager):
    actions.mark_false_alarm(absorbed, actor=manager, now=NOW(), text="施工")
    tell(warning, WarningEventKind.UPDATED)
    clear(warning)
    assert absorb_warnings() == 2
    absorbed.refresh_from_db()
    assert absorbed.status == "false_alarm"


@pytest.fixture
def part(make_warning, make_site):
    """A warning that detection has found to be part of a larger one; its incident is confirmed."""
    return make_warning(make_site("310101-0002", terminals=3))


def absorb_part(part, into):
    """Detection lets `into` grow over the part and ends the part."""
    part.memory = {"merged_into": into.pk}
    clear(part)
    widen(into, *[member.terminal.site for member in part.members.select_related("terminal__site")])
    absorb_warnings()


def test_a_warning_that_is_part_of_another_merges_the_incidents(absorbed, warning, part):
    absorb_part(part, warning)
    assert Incident.objects.get(warning=part).merged_into == absorbed


def test_the_terminals_of_the_part_stay_affected(absorbed, warning, part):
    absorb_part(part, warning)
    assert absorbed.terminals.filter(until=None).count() == 5


def test_a_response_that_ran_for_the_part_goes_on_in_the_whole(absorbed, warning, part, manager):
    absorb_warnings()
    actions.confirm(Incident.objects.get(warning=part), actor=manager, now=NOW())
    absorb_part(part, warning)
    absorbed.refresh_from_db()
    assert (absorbed.status, absorbed.confirmed_at) == ("confirmed", NOW())


def test_both_are_locked_at_once_before_the_whole_is_opened_again(absorbed, warning, part, manager):
    actions.mark_false_alarm(absorbed, actor=manager, now=NOW(), text="施工")
    with CaptureQueriesContext(connection) as queries:
        absorb_part(part, warning)
    locks = [query["sql"] for query in queries if query["sql"].endswith('FOR UPDATE OF "incidents_incident"')]
    of_whole = [sql for sql in locks if re.search(rf'"id" (= |IN \(.*?\b){absorbed.pk}\b', sql)]
    assert "IN (" in of_whole[0]
    assert "ORDER BY 1 ASC" in of_whole[0]


def test_one_that_cannot_be_absorbed_does_not_stop_the_others(warning, make_warning, make_site, monkeypatch, caplog):
    make_warning(make_site("310101-0002"))
    whole = actions.absorb
    monkeypatch.setattr(actions, "absorb", lambda event, now: fail_for(warning, event) or whole(event, now))
    assert absorb_warnings() == 1
    assert WarningEvent.objects.filter(absorbed_at=None).count() == 1
    caplog.clear()


def fail_for(warning, event):
    if event.warning_id == warning.pk:
        raise RuntimeError("no such luck")


@pytest.mark.django_db(transaction=True)
def test_four_sweepers_at_once_absorb_everything_once(make_warning, make_site):
    warnings = [make_warning(make_site(f"310101-{number:04d}")) for number in range(1, 25)]
    for warning in warnings:
        tell(warning, WarningEventKind.UPDATED)
        clear(warning)
    with ThreadPoolExecutor(4) as pool:
        absorbed = sum(pool.map(lambda _: sweep(), range(4)))
    absorbed += absorb_warnings()
    assert (absorbed, Incident.objects.count()) == (72, 24)
    assert {tuple(codes(incident)) for incident in Incident.objects.all()} == {
        ("opened_by_warning", "reports_say_restored")
    }


def sweep():
    try:
        return absorb_warnings()
    finally:
        connection.close()
