"""What telephone systems and programs may read and tell."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.monitoring.intake import keys
from incidents.monitoring.models import IntakeKey
from incidents.response.hotline.models import Call, CallBack
from incidents.response.hotline.queries import of_substitute


@pytest.fixture
def make_key(administrator):
    def make(*sites, bound=False):
        secret = keys.new_secret()
        key = IntakeKey.objects.create(
            name="电话系统", prefix=secret[:12], digest=keys.digest_of(secret), is_bound=bound,
            created_at=now_clock.now(), created_by=administrator,
        )  # fmt: skip
        key.sites.set(sites)
        return {"authorization": f"Bearer {secret}"}

    return make


@pytest.fixture
def post(client, hotline):
    def send(what, data, headers=None):
        address = f"/api/v1/hotlines/{hotline.pk}/{what}"
        return client.post(address, data, content_type="application/json", headers=headers or {})

    return send


def counts(**changes):
    return {"at": now_clock.now().isoformat(), "waiting": 3, "answered": 40, "abandoned": 5, **changes}


def a_call(**changes):
    return {"key": "c-1", "at": now_clock.now().isoformat(), "outcome": "abandoned", **changes}


def test_a_telephone_system_finds_its_hotline(client, hotline, make_key):
    found = client.get("/api/v1/hotlines", headers=make_key()).json()
    assert [(one["id"], one["number"], one["incident"]) for one in found] == [
        (hotline.pk, "12345", hotline.incident.number)
    ]


def test_it_tells_what_it_counts(post, hotline, make_key):
    assert post("counts", counts(), make_key()).json() == {"taken": True}
    assert of_substitute(hotline, now_clock.now()).waiting == 3


def test_older_counts_are_not_taken(post, make_key):
    key = make_key()
    post("counts", counts(), key)
    earlier = (now_clock.now() - timedelta(minutes=1)).isoformat()
    assert post("counts", counts(at=earlier), key).json() == {"taken": False}


def test_a_clock_that_runs_ahead_does_not_keep_later_counts_out(post, hotline, make_key, clock):
    key = make_key()
    post("counts", counts(at=(now_clock.now() + timedelta(hours=1)).isoformat()), key)
    clock.shift(30)
    assert post("counts", counts(waiting=9), key).json() == {"taken": True}


def test_it_tells_of_a_call_once(post, make_key):
    key = make_key()
    first, again = (post("calls", a_call(number="13800001234"), key) for _ in range(2))
    assert first.status_code == 201
    assert first.json() == again.json()
    assert "13800001234" not in first.text
    assert Call.objects.get().masked_number == "138****1234"


def test_whoever_gave_up_may_be_called_back(post, make_key):
    post("calls", a_call(number="13800001234", call_back=True), make_key())
    assert CallBack.objects.get().number == "13800001234"


def test_a_key_for_other_sites_finds_nothing(client, post, hotline, make_key, make_site):
    key = make_key(make_site("320102-0001"), bound=True)
    assert client.get("/api/v1/hotlines", headers=key).json() == []
    assert post("counts", counts(), key).status_code == 404


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer eok_wrong"}])
def test_without_a_good_key_or_a_session_nothing_is_said(client, post, hotline, headers):
    assert client.get("/api/v1/hotlines", headers=headers).status_code == 401
    assert post("counts", counts(), headers).status_code == 401


def test_a_person_reads_how_it_does(client, hotline, auditor, call):
    call(waited_seconds=20)
    client.force_login(auditor)
    found = client.get("/api/v1/hotlines").json()[0]
    assert (found["answered"], found["median_wait_seconds"], found["waiting"]) == (1, 20, None)


def test_an_auditor_tells_nothing(client, post, auditor):
    client.force_login(auditor)
    assert post("counts", counts()).status_code == 403


def test_a_stranger_finds_nothing(client, post, outsider):
    client.force_login(outsider)
    assert client.get("/api/v1/hotlines").json() == []
    assert post("counts", counts()).status_code == 404


def test_what_is_wrong_is_named(post, make_key):
    answer = post("calls", a_call(call_back=True), make_key())
    assert (answer.status_code, answer.json()["code"]) == (400, "number")
