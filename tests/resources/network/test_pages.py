"""The pages of sites, terminals and regions: what they show, to whom, in how many queries."""

from datetime import timedelta

import pytest
from django.urls import reverse

from incidents.monitoring.models import TerminalState
from resources.network import queries
from resources.network.models import Component, Site, Terminal
from tests.conftest import NOON

#: the sums by region are kept for seconds
pytestmark = pytest.mark.usefixtures("without_cache")


@pytest.fixture
def get(client):
    """get(person, "network:site", code, q="…"): the answer to a person."""

    def ask(person, name, *args, **query):
        client.force_login(person)
        return client.get(reverse(name, args=args), query)

    return ask


def rows(response):
    return [row.obj.code for row in response.context["listing"].rows]


PAGES = [
    ("network:sites", []),
    ("network:terminals", []),
    ("network:regions", []),
    ("network:site", ["310101-0001"]),
    ("network:terminal", ["310101-0001-01"]),
]


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_pages_are_shown_to_who_sees_the_region(get, field_staff, site, name, args):
    assert get(field_staff, name, *args).status_code == 200


@pytest.mark.parametrize(("name", "args"), PAGES[:3])
def test_pages_without_anything_to_show(get, manager, name, args):
    assert get(manager, name, *args).status_code == 200


@pytest.mark.parametrize(("name", "args"), PAGES[3:])
def test_somebody_elses_pages_do_not_exist(get, outsider, site, name, args):
    assert get(outsider, name, *args).status_code == 404


def test_lists_hold_ones_own_regions(get, outsider, make_site):
    make_site("310101-0001")
    make_site("320102-0001")
    assert rows(get(outsider, "network:sites")) == ["320102-0001"]
    assert rows(get(outsider, "network:terminals")) == ["320102-0001-01"]


@pytest.mark.parametrize("name", ["network:sites", "network:terminals"])
@pytest.mark.parametrize("size", [10, 100])
def test_lists_take_the_same_queries_at_every_size(client, commander, make_site, name, size, django_assert_num_queries):
    make_site("310101-0001", terminals=size)
    for number in range(2, size):
        make_site(f"310101-{number:04d}", terminals=0)
    client.force_login(commander)
    with django_assert_num_queries(8):
        client.get(reverse(name))


@pytest.mark.parametrize("size", [1, 20])
def test_a_site_takes_the_same_queries_at_every_size(client, commander, make_site, size, django_assert_num_queries):
    make_site("310101-0001", terminals=size)
    client.force_login(commander)
    with django_assert_num_queries(8):
        client.get(reverse("network:site", args=["310101-0001"]))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "徐汇"}, ["310104-0001"]),
        ({"q": "xhq"}, ["310104-0001"]),
        ({"q": "yiyuan"}, ["310104-0001"]),
        ({"q": "0001"}, ["310101-0001", "310104-0001"]),
        ({"q": "人民大道"}, ["310101-0001"]),
        ({"q": "徐汇 水厂"}, []),
        ({"region": "310100"}, ["310101-0001", "310104-0001"]),
        ({"region": "310104"}, ["310104-0001"]),
        ({"kind": "医院"}, ["310104-0001"]),
    ],
)
def test_filters_of_sites(get, manager, make_site, query, found):
    make_site("310101-0001", name="黄浦水厂", kind="供水营业厅", address="人民大道1号")
    make_site("310104-0001", name="徐汇区医院", kind="医院")
    assert sorted(rows(get(manager, "network:sites", **query))) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "0001-01"}, ["a"]),
        ({"q": "徐汇"}, ["b"]),
        ({"region": "310104"}, ["b"]),
        ({"version": "4.2.0"}, ["b"]),
        ({"line": "联通"}, ["b"]),
        ({"method": "cash"}, ["a"]),
        ({"status": "standby"}, ["b"]),
        ({"condition": "unknown"}, ["a", "b"]),
        ({"condition": "in_service"}, []),
        ({"site": "310104-0002"}, ["b"]),
        ({"model": "ZZ-200"}, ["a", "b"]),
    ],
)
def test_filters_of_terminals(get, manager, make_site, query, found):
    make_site("310101-0001", methods=["cash"], name="黄浦")
    make_site("310104-0002", version="4.2.0", line="310104-联通", methods=["wechat"], name="徐汇")
    Terminal.objects.filter(code="310104-0002-01").update(status="standby")
    names = {"310101-0001-01": "a", "310104-0002-01": "b"}
    assert [names[code] for code in rows(get(manager, "network:terminals", **query))] == found


def test_what_nobody_has_heard_of_is_unknown_and_not_in_service(get, manager, site):
    response = get(manager, "network:terminals")
    assert response.context["listing"].rows[0].obj.condition == "unknown"
    assert "状态未知" in response.content.decode()


def test_a_site_counts_what_is_not_known_to_work(get, manager, make_site):
    make_site(terminals=3)
    Terminal.objects.filter(code="310101-0001-03").update(status="maintenance")
    listed = get(manager, "network:sites").context["listing"].rows[0].obj
    assert (listed.terminal_count, listed.impaired_count) == (3, 2)


def test_the_region_tree_sums_upwards(get, commander, make_site):
    make_site("310101-0001", terminals=2)
    make_site("310104-0001")
    make_site("320102-0001")
    nodes = {node.code: node for node in get(commander, "network:regions").context["regions"]}
    assert [(nodes[code].sites, nodes[code].terminals) for code in ("000000", "310000", "310101")] == [
        (3, 4),
        (2, 3),
        (1, 2),
    ]


def test_a_long_tree_lists_the_outermost_and_what_is_opened(get, commander, make_site, monkeypatch):
    monkeypatch.setattr(queries, "LISTED", 3)
    for number in ("310101-0001", "310104-0001", "320102-0001"):
        make_site(number)
    closed = get(commander, "network:regions").context["regions"]
    opened = get(commander, "network:regions", open="310000").context["regions"]
    assert [(node.code, node.hidden) for node in closed] == [("000000", 0), ("310000", 3), ("320000", 2)]
    assert [node.code for node in opened] == ["000000", "310000", "310100", "320000"]


@pytest.mark.parametrize("wrong", ["", "310001", "x'", "999999"])
def test_what_cannot_be_opened_opens_nothing(get, commander, make_site, monkeypatch, wrong):
    monkeypatch.setattr(queries, "LISTED", 1)
    make_site("310101-0001")
    answer = get(commander, "network:regions", open=wrong)
    assert [node.code for node in answer.context["regions"]] == ["000000", "310000"]


def test_a_managers_tree_begins_at_the_own_province(get, manager, make_site):
    make_site("310101-0001")
    nodes = get(manager, "network:regions").context["regions"]
    assert [(node.code, node.depth) for node in nodes] == [("310000", 0), ("310100", 1), ("310101", 2)]


def test_a_terminal_shows_its_components(get, manager, terminal):
    Component.objects.create(terminal=terminal, kind="printer", serial_number="SN-77")
    assert "SN-77" in get(manager, "network:terminal", terminal.code).content.decode()


def test_a_change_is_shown_with_before_and_after(get, client, manager, terminal):
    client.force_login(manager)
    client.post(reverse("network:terminal_status", args=[terminal.code]), {"status": "standby", "reason": "换机"})
    page = get(manager, "network:terminal", terminal.code)
    assert page.context["changes"][0].fields == []
    client.post(reverse("network:terminal_status", args=[terminal.code]), {"status": "in_service"})
    change = get(manager, "network:terminal", terminal.code).context["changes"][0]
    assert change.fields == [("状态", "备用", "投用")]


def test_edit_buttons_are_for_editors(get, manager, field_staff, site):
    address = reverse("network:site_edit", args=[site.code])
    assert address in get(manager, "network:site", site.code).content.decode()
    assert address not in get(field_staff, "network:site", site.code).content.decode()


@pytest.mark.parametrize("name", ["network:site_create", "network:terminal_create", "network:import"])
def test_forms_are_for_editors(get, field_staff, manager, regions, name):
    assert get(field_staff, name).status_code == 403
    assert get(manager, name).status_code == 200


SITE_FORM = {
    "code": "310101-0009",
    "name": "新网点",
    "region_code": "310101",
    "opening_hours": "08:00-17:00",
    "daily_visitors": 10,
    "elderly_share": 0.2,
}


def test_a_site_is_created_in_the_form(client, manager):
    client.force_login(manager)
    response = client.post(reverse("network:site_create"), SITE_FORM)
    assert response.url == reverse("network:site", args=["310101-0009"])
    assert Site.objects.get().opening_hours == "08:00-17:00"


def test_a_site_may_be_the_first_of_its_district(client, manager):
    client.force_login(manager)
    client.post(reverse("network:site_create"), SITE_FORM | {"region_code": "310151"})
    assert Site.objects.get().region.name == "崇明区"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("opening_hours", "八点到五点", "看不懂营业时间"),
        ("region_code", "320102", "有效"),
        ("code", "a b", "编号只能"),
        ("code", "310101-0001", "已存在"),
    ],
)
def test_what_is_wrong_in_the_form_is_said(client, manager, site, field, value, says):
    client.force_login(manager)
    response = client.post(reverse("network:site_create"), SITE_FORM | {field: value})
    assert response.status_code == 200
    assert says in response.content.decode()


def test_a_terminal_is_edited_in_the_form(client, manager, terminal):
    client.force_login(manager)
    data = {"site_code": "310101-0001", "payment_methods": ["cash"], "services": "电费、水费", "hourly_payments": 3}
    client.post(reverse("network:terminal_edit", args=[terminal.code]), data)
    terminal.refresh_from_db()
    assert (terminal.payment_methods, terminal.services) == (["cash"], ["电费", "水费"])


def test_a_terminal_cannot_go_to_a_site_that_one_does_not_see(client, manager, terminal, make_site):
    make_site("320102-0001")
    client.force_login(manager)
    data = {"site_code": "320102-0001", "hourly_payments": 3}
    response = client.post(reverse("network:terminal_edit", args=[terminal.code]), data)
    assert "没有这个网点" in response.content.decode()


def test_a_refused_status_is_explained(client, manager, terminal):
    client.force_login(manager)
    response = client.post(reverse("network:terminal_status", args=[terminal.code]), {"status": "maintenance"})
    assert (response.status_code, "需要写明原因" in response.content.decode()) == (400, True)


@pytest.fixture
def silent_for_days(terminal, clock):
    """A terminal whose last report, three days ago, said that all is well."""
    state = {"at": NOON, "received_at": NOON, "last_heard_at": NOON - timedelta(days=3)}
    TerminalState.objects.create(terminal=terminal, seq=1, seen=b"", device="online", condition="in_service", **state)
    return terminal


def test_an_old_report_does_not_make_a_terminal_work(get, manager, silent_for_days):
    assert get(manager, "network:terminals").context["listing"].rows[0].obj.condition == "unknown"
    assert rows(get(manager, "network:terminals", condition="in_service")) == []
    assert rows(get(manager, "network:terminals", condition="unknown")) == [silent_for_days.code]


def test_an_old_report_is_counted_as_unknown(get, manager, silent_for_days):
    assert get(manager, "network:sites").context["listing"].rows[0].obj.impaired_count == 1
    assert get(manager, "network:site", "310101-0001").context["impaired"] == 1
    assert {node.impaired for node in get(manager, "network:regions").context["regions"]} == {1}
