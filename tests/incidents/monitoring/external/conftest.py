"""Sources with their keys, and what they send."""

import json

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.monitoring.external import actions

BEGAN = "2026-11-23T11:58:00.000+08:00"


@pytest.fixture
def make_source(db, clock):
    """make_source("zabbix"): (source, its key)."""

    def make(kind="alertmanager", **fields):
        return actions.create_source(name=f"{kind}", kind=kind, actor=None, now=now_clock.now(), **fields)

    return make


@pytest.fixture
def post(client):
    """post(kind, key, body, content_type=…): the answer to what a source sends."""

    def send(kind, secret, body, content_type="application/json", **headers):
        data = body if isinstance(body, bytes) else json.dumps(body)
        address = f"/api/v1/external/{kind}"
        return client.post(address, data, content_type, HTTP_AUTHORIZATION=f"Bearer {secret}", **headers)

    return send


def alertmanager(*alerts):
    return {"version": "4", "groupKey": "{}", "status": "firing", "receiver": "ops", "alerts": list(alerts), "new": 1}


def alert(status="firing", fingerprint="f1", began=BEGAN, ended="0001-01-01T00:00:00Z", **labels):
    labels = {"alertname": "PrinterDown", "terminal": "310101-0001-01", "severity": "critical", **labels}
    return {
        "status": status,
        "fingerprint": fingerprint,
        "startsAt": began,
        "endsAt": ended,
        "labels": labels,
        "annotations": {"summary": "打印机不可用"},
        "generatorURL": "http://prometheus/graph",
    }


def cloud_event(number="1", **data):
    return {
        "specversion": "1.0",
        "id": number,
        "source": "/gateways/7",
        "type": "cn.example.fault",
        "subject": "310101-0001-01/printer",
        "time": BEGAN,
        "data": {"terminal": "310101-0001-01", "code": "PRT_INOP", "title": "打印机故障", **data},
    }
