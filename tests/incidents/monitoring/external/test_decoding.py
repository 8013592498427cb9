"""Each format becomes the same alerts; what is wrong is told."""

import base64
import json

import pytest

from emergency_ops.lib.errors import Invalid
from incidents.monitoring.external.decoding import MOST_ALERTS, decode

from .conftest import alert, alertmanager, cloud_event

STRUCTURED = {"content-type": "application/cloudevents+json; charset=UTF-8"}


def of(kind, body, headers=STRUCTURED):
    return decode(kind, json.dumps(body).encode(), headers)


def test_a_firing_alert_has_no_end():
    (found,) = of("alertmanager", alertmanager(alert()))
    assert (found.firing, found.title, found.severity) == (True, "打印机不可用", "critical")
    assert found.at.isoformat() == "2026-11-23T11:58:00+08:00"


def test_a_resolved_one_keeps_the_key_of_its_begin():
    (fired,) = of("alertmanager", alertmanager(alert()))
    (over,) = of("alertmanager", alertmanager(alert("resolved", ended="2026-11-23T04:10:00Z")))
    assert (over.key, over.firing, over.at.minute) == (fired.key, False, 10)


def test_the_same_alert_later_is_another_occurrence():
    first, second = of("alertmanager", alertmanager(alert(), alert(began="2026-11-23T13:00:00Z")))
    assert first.key != second.key


@pytest.mark.parametrize(("value", "firing"), [("1", True), ("0", False)])
def test_zabbix_problem_and_recovery(value, firing):
    body = {"event_id": "9", "trigger_id": "3", "value": value, "host": "310101-0001-01", "name": "down"}
    (found,) = of("zabbix", {**body, "tags": '[{"tag":"code","value":"PRT_INOP"}]'})
    assert (found.key, found.firing, found.labels["code"]) == ("3:9", firing, "PRT_INOP")


def test_a_zabbix_macro_that_was_not_filled_in_is_no_tag():
    body = {"event_id": "9", "trigger_id": "3", "value": "1", "host": "h", "tags": "{EVENT.TAGSJSON}"}
    assert set(of("zabbix", body)[0].labels) == {"host", "trigger"}


def test_a_cloud_event_in_every_mode_is_the_same_alert():
    event = cloud_event()
    headers = {f"ce-{name}": str(value) for name, value in event.items() if name != "data"}
    batch = {"content-type": "application/cloudevents-batch+json"}
    encoded = {**event, "data_base64": base64.b64encode(json.dumps(event["data"]).encode()).decode()}
    encoded.pop("data")
    found = [
        *of("cloudevents", event),
        *of("cloudevents", [event], batch),
        *of("cloudevents", event["data"], {**headers, "content-type": "application/json"}),
        *of("cloudevents", encoded),
    ]
    assert found == [found[0]] * 4
    assert found[0].labels["code"] == "PRT_INOP"


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("alertmanager", b"{", "not_json"),
        ("alertmanager", b"[]", "not_object"),
        ("alertmanager", b'{"version":"3","alerts":[]}', "not_alertmanager"),
        ("alertmanager", b"\xff\xfe", "not_json"),
        ("zabbix", b'{"event_id":"1","host":"h","value":"2"}', "not_zabbix"),
        ("cloudevents", b'{"id":"1","source":"s","specversion":"1.0"}', "cloudevent_missing"),
        ("cloudevents", b'{"id":"1","source":"s","specversion":"0.3","type":"t"}', "cloudevent_version"),
        ("cloudevents", b'{"id":"1","source":"s","specversion":"1.0","type":"t","data_base64":"%"}', "data_base64"),
    ],
)
def test_what_is_wrong_has_a_code(kind, body, code):
    with pytest.raises(Invalid) as refusal:
        decode(kind, body, STRUCTURED)
    assert refusal.value.code == code


def test_too_many_at_once_are_refused():
    with pytest.raises(Invalid):
        of("alertmanager", alertmanager(*[alert()] * (MOST_ALERTS + 1)))
