"""The list: what it shows, filters and exports, and that its size costs no queries."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.monitoring.choices import Scope
from incidents.response import actions


@pytest.fixture
def two(make_warning, make_site):
    """A closed case in Huangpu and one that fails by WeChat in Xuhui."""
    now = now_clock.now()
    first = actions.open_from_warning(make_warning(make_site("310101-0001", name="仁济医院")), now)
    second = actions.open_from_warning(
        make_warning(make_site("310104-0001", name="徐家汇"), payment_method="wechat", category="software"), now
    )
    return first, second


@pytest.fixture
def shown(client, manager, two):
    """shown("grade=III"): the numbers of the incidents that the list shows."""

    def get(query=""):
        client.force_login(manager)
        page = client.get(f"/incidents/?{query}").content.decode()
        return [incident.number for incident in two if incident.number in page]

    return get


def test_both_are_there(shown, two):
    assert len(shown()) == 2


@pytest.mark.parametrize(
    ("query", "indexes"),
    [
        ("text=仁济", [0]),
        ("text=0002", [1]),
        ("category=software", [1]),
        ("payment_method=wechat", [1]),
        ("region=徐汇", [1]),
        ("region=310101", [0]),
        ("region=310000", [0, 1]),
        ("scope=site_wide", [0, 1]),
        ("grade=I", []),
        ("group=open", [0, 1]),
        ("group=ended", []),
        ("status=suspected", [0, 1]),
        ("opened_min=2026-11-23&opened_max=2026-11-23", [0, 1]),
        ("opened_min=2026-11-24", []),
    ],
)
def test_it_is_narrowed(shown, two, query, indexes):
    assert shown(query) == [two[index].number for index in indexes]


def test_outsiders_see_an_empty_list(client, outsider, two):
    client.force_login(outsider)
    assert two[0].number not in client.get("/incidents/").content.decode()


def test_the_clock_is_on_it(client, manager, two):
    client.force_login(manager)
    assert "剩余" in client.get("/incidents/").content.decode()


def test_it_is_exported(client, manager, two):
    client.force_login(manager)
    rows = b"".join(client.get("/incidents/?export=csv")).decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert "剩余 30:00" in rows[1]


def count(django_assert_max_num_queries, client, path):
    with django_assert_max_num_queries(16) as counted:
        assert client.get(path).status_code == 200
    return len(counted)


def test_ten_and_a_hundred_cost_the_same_few_queries(
    client, manager, make_warning, make_site, django_assert_max_num_queries
):
    client.force_login(manager)
    client.get("/incidents/")
    numbers = []
    for start, stop in ((1, 11), (11, 50)):
        for number in range(start, stop):
            site = make_site(f"310101-{number:04d}")
            actions.open_from_warning(make_warning(site, scope=Scope.SITE_WIDE), now_clock.now())
        numbers.append(count(django_assert_max_num_queries, client, "/incidents/"))
    assert numbers[0] == numbers[1]


def test_the_list_says_why_an_incident_is_late(client, incident, manager, clock):
    client.force_login(manager)
    clock.shift(timedelta(minutes=4))
    assert "无人接警" not in client.get("/incidents/").content.decode()
    clock.shift(timedelta(minutes=1))
    assert "无人接警：尚未核实确认" in client.get("/incidents/").content.decode()
