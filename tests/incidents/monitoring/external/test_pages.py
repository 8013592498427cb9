"""The list, an alert, what labels mean, and the sources."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.monitoring.external.models import AlertSource, ExternalAlert, LabelRule

from .conftest import alert, alertmanager


@pytest.fixture
def as_(client, request):
    def sign_in(persona):
        client.force_login(request.getfixturevalue(persona))
        return client

    return sign_in


@pytest.fixture
def waiting(make_source, post):
    """An alert of a box that nobody knows."""
    _source, secret = make_source()
    post("alertmanager", secret, alertmanager(alert(terminal="", box="kiosk-7")))
    return ExternalAlert.objects.get()


def test_an_administrator_makes_a_source_and_sees_its_key_once(as_):
    client = as_("administrator")
    page = client.post("/monitoring/external/sources/", {"name": "普罗", "kind": "alertmanager"}).content.decode()
    assert "eos_" in page
    assert "/api/v1/external/alertmanager" in page
    assert AlertSource.objects.get().prefix in client.get("/monitoring/external/sources/").content.decode()


def test_a_manager_makes_none(as_):
    answer = as_("manager").post("/monitoring/external/sources/", {"name": "普罗", "kind": "alertmanager"})
    assert answer.status_code == 403


def test_field_staff_see_no_sources(as_):
    assert as_("field_staff").get("/monitoring/external/sources/").status_code == 403


def test_what_waits_is_listed_for_those_who_may_map(as_, waiting):
    assert "打印机不可用" in as_("manager").get("/monitoring/external/?mapping=unmapped").content.decode()


def test_and_not_for_field_staff(as_, waiting):
    assert "打印机不可用" not in as_("field_staff").get("/monitoring/external/").content.decode()


def test_the_labels_that_wait_can_be_taken_up(as_, waiting, site):
    client = as_("manager")
    address = f"/monitoring/external/sources/{waiting.source_id}/labels/"
    assert "kiosk-7" in client.get(address).content.decode()
    client.post(address, {"label": "box", "value": "kiosk-7", "place": site.code})
    waiting.refresh_from_db()
    assert (waiting.mapping, waiting.site) == ("mapped", site)


def test_a_code_that_is_not_there_is_said(as_, waiting):
    data = {"label": "box", "value": "kiosk-7", "place": "nowhere"}
    answer = as_("manager").post(f"/monitoring/external/{waiting.pk}/", data)
    assert answer.status_code == 400
    assert "没有找到编号为“nowhere”的终端或网点" in answer.content.decode()


def test_a_rule_is_taken_back(as_, waiting, manager):
    rule = LabelRule.objects.create(source=waiting.source, label="a", value="b", created_at=waiting.first_at)
    as_("manager").post(f"/monitoring/external/rules/{rule.pk}/remove/")
    assert not LabelRule.objects.exists()


def test_what_was_said_about_a_site_elsewhere_is_neither_seen_nor_taken_back(as_, waiting, site):
    rule = LabelRule.objects.create(source=waiting.source, label="a", value="b", site=site, created_at=waiting.first_at)
    client = as_("outsider")
    assert site.name not in client.get(f"/monitoring/external/sources/{waiting.source_id}/labels/").content.decode()
    assert client.post(f"/monitoring/external/rules/{rule.pk}/remove/").status_code == 404
    assert LabelRule.objects.exists()


def test_zabbix_imports_the_media_type(as_):
    answer = as_("administrator").get("/monitoring/external/zabbix-media-type/")
    assert "{EVENT.NSEVERITY}" in answer.content.decode()
    assert "/api/v1/external/zabbix" in answer.content.decode()


def queries_of(client, secret, post, numbers):
    post("alertmanager", secret, alertmanager(*(alert(fingerprint=f"n{number}") for number in numbers)))
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/monitoring/external/").status_code == 200
    return len(queries)


def test_the_list_asks_as_often_for_many_as_for_few(as_, make_source, post, site):
    _source, secret = make_source()
    client = as_("commander")
    client.get("/monitoring/external/")
    assert queries_of(client, secret, post, range(3)) == queries_of(client, secret, post, range(3, 60))
