"""What others send becomes warnings once, ends when it ends, and waits where its place is unknown."""

import threading

import pytest
from django.db import connection

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.monitoring.external import actions
from incidents.monitoring.external.decoding import decode
from incidents.monitoring.external.models import ExternalAlert
from incidents.monitoring.models import Warning as MonitoringWarning

from .conftest import alert, alertmanager, cloud_event

CE = "application/cloudevents+json"


def test_an_alert_becomes_a_warning(make_source, post, site):
    _source, secret = make_source()
    answer = post("alertmanager", secret, alertmanager(alert(code="PRT_INOP")))
    assert answer.json() == {"accepted": 1, "duplicates": 0, "unmapped": 0}
    warning = MonitoringWarning.objects.get()
    assert (warning.cause, warning.source, warning.members.get().terminal.code) == (
        "PRT_INOP",
        "external",
        "310101-0001-01",
    )


def test_its_repeat_is_a_duplicate(make_source, post, site):
    _source, secret = make_source()
    body = alertmanager(alert())
    post("alertmanager", secret, body)
    assert post("alertmanager", secret, body).json() == {"accepted": 0, "duplicates": 1, "unmapped": 0}
    assert (MonitoringWarning.objects.count(), ExternalAlert.objects.get().times) == (1, 2)


def test_it_ends_when_it_resolves(make_source, post, site):
    _source, secret = make_source()
    post("alertmanager", secret, alertmanager(alert()))
    post("alertmanager", secret, alertmanager(alert("resolved", ended="2026-11-23T12:00:00+08:00")))
    assert ExternalAlert.objects.get().state == "resolved"
    assert MonitoringWarning.objects.get().cleared_at is not None


def test_a_firing_that_comes_after_its_resolution_is_late(make_source, post, site):
    _source, secret = make_source()
    post("alertmanager", secret, alertmanager(alert("resolved", ended="2026-11-23T12:00:00+08:00")))
    assert post("alertmanager", secret, alertmanager(alert())).json()["duplicates"] == 1
    assert not MonitoringWarning.objects.exists()


def test_a_cloud_event_counts_once_by_source_and_id(make_source, post, site):
    _source, secret = make_source("cloudevents")
    post("cloudevents", secret, cloud_event("1"), CE)
    assert post("cloudevents", secret, cloud_event("1", status="resolved"), CE).json()["duplicates"] == 1
    assert post("cloudevents", secret, cloud_event("2", status="resolved"), CE).json()["accepted"] == 1
    assert MonitoringWarning.objects.get().cleared_at is not None


def test_a_site_stands_for_all_of_its_terminals(make_source, post, make_site):
    make_site(terminals=3)
    _source, secret = make_source()
    post("alertmanager", secret, alertmanager(alert(terminal="", site="310101-0001", code="NET_DOWN")))
    assert MonitoringWarning.objects.get().members.count() == 3


def test_a_host_with_a_port_is_the_terminal(make_source, post, site):
    _source, secret = make_source()
    post("alertmanager", secret, alertmanager(alert(terminal="", instance="310101-0001-01:9100")))
    assert ExternalAlert.objects.get().terminal.code == "310101-0001-01"


def test_two_alerts_of_one_terminal_make_one_warning(make_source, post, site):
    _source, secret = make_source()
    post("alertmanager", secret, alertmanager(alert(code="PRT_INOP"), alert(fingerprint="f2", code="PRT_INOP")))
    assert MonitoringWarning.objects.count() == 1


def test_an_unknown_place_waits_for_somebody(make_source, post, site, manager):
    source, secret = make_source()
    answer = post("alertmanager", secret, alertmanager(alert(terminal="", box="kiosk-7")))
    assert answer.json()["unmapped"] == 1
    found = actions.add_rule(
        source, "box", "kiosk-7", terminal=site.terminals.get(), actor=manager, now=now_clock.now()
    )
    assert found == 1
    assert MonitoringWarning.objects.get().members.get().terminal.site == site


def test_what_is_none_of_ours_is_ignored_from_now_on(make_source, post, site, manager):
    source, secret = make_source()
    actions.add_rule(source, "terminal", "kiosk-7", actor=manager, now=now_clock.now())
    post("alertmanager", secret, alertmanager(alert(terminal="kiosk-7")))
    assert ExternalAlert.objects.get().mapping == "ignored"
    assert not MonitoringWarning.objects.exists()


def test_an_alert_that_its_source_forgot_is_ended_by_hand(make_source, post, site, manager):
    _source, secret = make_source()
    post("alertmanager", secret, alertmanager(alert()))
    actions.resolve_by_hand(ExternalAlert.objects.get(), actor=manager, now=now_clock.now())
    assert MonitoringWarning.objects.get().cleared_at is not None


def test_a_rule_is_said_once(make_source, manager, site):
    source, _secret = make_source()
    actions.add_rule(source, "box", "a", site=site, actor=manager, now=now_clock.now())
    with pytest.raises(Refused):
        actions.add_rule(source, "box", "a", actor=manager, now=now_clock.now())


def test_a_place_elsewhere_is_not_the_managers_to_name(make_source, outsider, site):
    source, _secret = make_source()
    with pytest.raises(Invalid):
        actions.add_rule(source, "box", "a", site=site, actor=outsider, now=now_clock.now())


def test_field_staff_map_nothing(make_source, field_staff, site):
    source, _secret = make_source()
    with pytest.raises(Forbidden):
        actions.add_rule(source, "box", "a", site=site, actor=field_staff, now=now_clock.now())


@pytest.mark.parametrize("kind", ["zabbix", "cloudevents"])
def test_a_key_is_good_for_its_own_kind(make_source, post, kind):
    _source, secret = make_source("alertmanager")
    assert post(kind, secret, {}).status_code == 401


def test_a_revoked_key_opens_nothing(make_source, post):
    source, secret = make_source()
    actions.revoke_source(source, actor=None, now=now_clock.now())
    assert post("alertmanager", secret, alertmanager()).status_code == 401


def test_what_is_wrong_is_answered_400_so_that_it_is_not_repeated(make_source, post):
    _source, secret = make_source()
    assert post("alertmanager", secret, b"{").status_code == 400


ZABBIX = {"event_id": "9", "trigger_id": "3", "value": "1", "host": "310101-0001-01", "name": "down"}


def test_a_zabbix_problem_that_comes_after_its_recovery_is_late(make_source, post, site, clock):
    _source, secret = make_source("zabbix")
    post("zabbix", secret, {**ZABBIX, "value": "0"})
    clock.shift(10)
    assert post("zabbix", secret, ZABBIX).json()["duplicates"] == 1
    assert not MonitoringWarning.objects.exists()


@pytest.mark.parametrize("bad", ["a\x00b", "a\ud800b"])
def test_what_the_database_cannot_keep_is_left_out(make_source, post, site, bad):
    _source, secret = make_source("zabbix")
    texts = dict.fromkeys(("event_id", "name", "url", "severity", "tags", "trigger_id"), bad)
    answer = post("zabbix", secret, {**ZABBIX, **texts, "tags": [{"tag": bad, "value": bad}]})
    assert (answer.status_code, answer.json()["accepted"]) == (200, 1)


def test_an_event_in_headers_is_left_without_it_too(make_source, post, site):
    _source, secret = make_source("cloudevents")
    headers = {"ce-id": "1", "ce-source": "/a%00", "ce-type": "x%00", "ce-specversion": "1.0"}
    answer = post("cloudevents", secret, {"terminal": "310101-0001-01"}, headers=headers)
    assert answer.json()["accepted"] == 1


def test_a_repeat_finds_the_terminal_that_was_registered_meanwhile(make_source, post, make_site):
    _source, secret = make_source()
    post("alertmanager", secret, alertmanager(alert()))
    make_site()
    post("alertmanager", secret, alertmanager(alert()))
    assert ExternalAlert.objects.get().mapping == "mapped"
    assert MonitoringWarning.objects.get().members.get().terminal.code == "310101-0001-01"


def test_a_word_about_a_label_that_many_share_moves_nothing_that_names_its_terminal(make_source, post, site, manager):
    source, secret = make_source()
    actions.add_rule(source, "severity", "critical", actor=manager, now=now_clock.now())
    post("alertmanager", secret, alertmanager(alert()))
    assert ExternalAlert.objects.get().mapping == "mapped"


def test_a_body_of_three_megabytes_is_taken(make_source, post, site):
    _source, secret = make_source()
    body = alertmanager(alert()) | {"commonAnnotations": {"text": "x" * 3_000_000}}
    assert post("alertmanager", secret, body).json()["accepted"] == 1


def test_what_is_too_large_is_told(make_source, post):
    _source, secret = make_source()
    assert post("alertmanager", secret, b" " * (4 * 2**20 + 1)).status_code == 413


@pytest.mark.django_db(transaction=True)
def test_the_same_telling_twice_at_once_counts_once(make_source, make_site):
    make_site()
    source, _secret = make_source("cloudevents")
    body, headers = b"", {"content-type": "application/json"}
    headers |= {f"ce-{name}": str(value) for name, value in cloud_event().items() if name != "data"}
    body = b'{"terminal":"310101-0001-01","code":"PRT_INOP"}'
    alerts, counts, start = decode("cloudevents", body, headers), [], threading.Barrier(2)

    def tell():
        start.wait()
        counts.append(actions.take(source, alerts, now=now_clock.now()).accepted)
        connection.close()

    threads = [threading.Thread(target=tell) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 1]
    assert MonitoringWarning.objects.count() == 1


def test_an_alert_of_no_known_code_claims_nothing_about_what_is_broken(make_source, post, site):
    _source, secret = make_source()
    post("alertmanager", secret, alertmanager(alert(code="")))
    assert MonitoringWarning.objects.get().cause == "external:alert"
