"""The list of warnings and a warning's page: what they show, and to whom."""

from datetime import timedelta

import pytest
from django.urls import reverse

from incidents.monitoring.choices import Category, Scope, SignalKind, WarningEventKind
from incidents.monitoring.models import Signal, Warning, WarningEvent, WarningTerminal
from tests.conftest import NOON

EVIDENCE = {"code": "silence.line", "params": {"key": "310101-电信", "total": 3, "silent": 3, "minutes": 3}}


@pytest.fixture
def make_warning(db):
    def make(site, key="line:310101-电信", scope=Scope.REGIONAL, **fields):
        values = {"category": Category.EXTERNAL, "cause": "silence", "evidence": EVIDENCE, "region": site.region}
        times = {"opened_at": NOON, "began_at": NOON - timedelta(minutes=3)}
        warning = Warning.objects.create(key=key, scope=scope, **{**values, **times, **fields})
        for terminal in site.terminals.all():
            WarningTerminal.objects.create(warning=warning, terminal=terminal, since=NOON)
            Signal.objects.create(warning=warning, terminal=terminal, kind=SignalKind.SILENCE, code=key, began_at=NOON)
        WarningEvent.objects.create(
            warning=warning, kind=WarningEventKind.OPENED, at=NOON, scope=scope, evidence=EVIDENCE, terminals=3
        )
        return warning

    return make


@pytest.fixture
def warning(make_warning, make_site):
    return make_warning(make_site(terminals=3))


def listed(client, person, **query):
    client.force_login(person)
    answer = client.get(reverse("monitoring:warnings"), query)
    return [row.obj for row in answer.context["listing"].rows]


def test_the_list_says_the_evidence(client, manager, warning):
    client.force_login(manager)
    page = client.get(reverse("monitoring:warnings")).content.decode()
    assert "线路 310101-电信 上 3 台设备中 3 台已静默 3 分钟" in page


def test_an_outsider_sees_nothing_of_it(client, outsider, warning):
    assert listed(client, outsider) == []
    assert client.get(reverse("monitoring:warning", args=[warning.pk])).status_code == 404
    assert client.get(reverse("monitoring:warning_live", args=[warning.pk])).status_code == 404


def test_a_warning_of_the_whole_network_is_everybodys(client, outsider, make_warning, site):
    warning = make_warning(site, key="method:wechat", scope=Scope.NETWORK_WIDE, region=None)
    assert listed(client, outsider) == [warning]


def test_a_warning_of_a_wider_region_is_seen_from_within(client, field_staff, make_warning, site, regions):
    warning = make_warning(site, region=regions["310000"])
    assert listed(client, field_staff) == [warning]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"state": "open"}, 1),
        ({"state": "cleared"}, 1),
        ({"scope": "site_wide"}, 1),
        ({"category": "software"}, 1),
        ({"method": "wechat"}, 1),
        ({"region": "310104"}, 1),
        ({"region": "310000"}, 2),
        ({"opened_min": "2026-11-23"}, 1),
    ],
)
def test_the_list_is_filtered(client, manager, warning, make_warning, make_site, query, count):
    other = {"category": Category.SOFTWARE, "payment_method": "wechat", "opened_at": NOON - timedelta(days=2)}
    make_warning(make_site("310104-0002"), "site:2", Scope.SITE_WIDE, cleared_at=NOON, **other)
    assert len(listed(client, manager, **query)) == count


def test_the_page_shows_members_signals_and_what_happened(client, manager, warning):
    client.force_login(manager)
    page = client.get(reverse("monitoring:warning", args=[warning.pk])).content.decode()
    for text in ("涉及 3 台终端", "310101-0001-02", "静默", "发出预警：区域性中断，3 台终端", "外部中断"):
        assert text in page


def test_terminals_of_others_regions_are_not_shown(client, field_staff, warning, make_site):
    foreign = make_site("320102-0001").terminals.get()
    WarningTerminal.objects.create(warning=warning, terminal=foreign, since=NOON)
    client.force_login(field_staff)
    page = client.get(reverse("monitoring:warning", args=[warning.pk])).content.decode()
    assert "涉及 3 台终端" in page
    assert foreign.code not in page


@pytest.mark.parametrize("count", [10, 60])
def test_the_list_takes_the_same_queries_for_few_and_many(
    client, manager, make_warning, site, django_assert_max_num_queries, count
):
    for number in range(count):
        make_warning(site, key=f"terminal:{number}")
    client.force_login(manager)
    with django_assert_max_num_queries(12):
        client.get(reverse("monitoring:warnings"))


def test_the_api_reads_the_same(client, manager, outsider, warning):
    client.force_login(manager)
    row = client.get("/api/v1/warnings/", {"state": "open"}).json()["results"][0]
    assert row["sentence"].startswith("线路 310101-电信")
    assert (row["scope"], row["terminals"], row["cleared_at"]) == ("regional", 3, None)
    client.force_login(outsider)
    assert client.get("/api/v1/warnings/").json()["results"] == []


def test_the_api_names_the_members(client, manager, warning):
    client.force_login(manager)
    row = client.get(f"/api/v1/warnings/{warning.pk}/").json()
    assert [member["terminal"] for member in row["members"]] == [f"310101-0001-0{n}" for n in (1, 2, 3)]
