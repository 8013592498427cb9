"""The fleet as it is now: no data is not good data."""

from datetime import timedelta

import pytest
from django.urls import reverse

from emergency_ops.lib.roles import Role
from emergency_ops.wall.queries.network import network
from incidents.monitoring.models import TerminalState
from incidents.monitoring.queries import conditions, payments_by_method
from resources.network.choices import TerminalStatus
from resources.network.models import Terminal
from tests.conftest import NOON
from tests.incidents.monitoring.conftest import report

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def fleet(make_site, accept):
    """Five terminals: one works, one is broken, one off, one has been silent for long, one never spoke."""
    make_site(terminals=5)
    accept(
        report(terminal="310101-0001-01"),
        report(
            terminal="310101-0001-02",
            device="hardwareError",
            components={"printer": {"state": "failed", "fault_code": "PRT_JAM"}},
        ),
        report(terminal="310101-0001-03", device="powerOff"),
        report(terminal="310101-0001-04"),
    )
    TerminalState.objects.filter(terminal__code="310101-0001-04").update(last_heard_at=NOON - timedelta(minutes=6))


def counts(person, **more):
    return conditions(person, NOON, **more).counts


def test_unknown_is_counted_apart_from_what_works(fleet, manager):
    assert counts(manager) == {"in_service": 1, "out_of_service": 1, "offline": 1, "unknown": 2}


def test_a_slow_reporter_is_not_unknown_at_once(fleet, manager):
    TerminalState.objects.filter(terminal__code="310101-0001-04").update(interval=600)
    assert counts(manager)["unknown"] == 1


def test_closed_sites_explain_what_is_unknown(fleet, manager, site_of):
    assert conditions(manager, NOON).closed == 0
    site_of.opening_hours = "14:00-18:00"
    site_of.save()
    assert conditions(manager, NOON).closed == 2


def test_the_figures_tell_the_unknown_as_the_wall_does(client, fleet, manager, site_of):
    site_of.opening_hours = "14:00-18:00"
    site_of.save()
    client.force_login(manager)
    figures = client.get(reverse("monitoring:fleet_figures")).context["figures"]
    found = {figure.label: figure for figure in figures}
    wall = network([""], NOON).counts
    assert (found["状态未知"].count, found["未营业"].count) == (wall.unknown, wall.closed) == (0, 2)
    for name in ("状态未知", "未营业"):
        rows = client.get(found[name].href).context["listing"].rows
        assert len(rows) == found[name].count, name


def test_the_list_calls_closed_what_the_figures_call_closed(client, fleet, manager, site_of):
    site_of.opening_hours = "14:00-18:00"
    site_of.save()
    client.force_login(manager)
    rows = client.get(reverse("monitoring:fleet")).context["listing"].rows
    said = [str(row.cells[2][1].label) for row in rows]
    assert (said.count("未营业"), said.count("状态未知")) == (2, 0)


@pytest.fixture
def site_of(fleet, make_site):
    return TerminalState.objects.all()[0].terminal.site


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (TerminalStatus.MAINTENANCE, {"maintenance": 5}),
        (TerminalStatus.STANDBY, {}),
        (TerminalStatus.RETIRED, {}),
    ],
)
def test_what_the_operator_has_decided_comes_first(fleet, manager, site_of, status, expected):
    site_of.terminals.update(status=status)
    assert counts(manager) == expected


def test_only_ones_own_regions_are_counted(fleet, outsider, manager):
    assert counts(outsider) == {}
    assert counts(manager, region="310104") == {}
    assert payments_by_method(outsider, NOON) == []


def test_payments_are_counted_by_method_and_five_minutes(fleet, manager, accept):
    accept(report(seq=2, terminal="310101-0001-01", payments={"wechat": {"ok": 1, "failed": 3}}, minute=-30))
    row = payments_by_method(manager, NOON)[0]
    assert (row.method, row.ok, row.failed) == ("wechat", 17, 7)
    assert row.success == pytest.approx(17 / 24)
    assert row.rates[6] == 0.75
    assert row.rates[0] is None


def test_the_page_lists_what_does_not_work_first(client, fleet, manager):
    client.force_login(manager)
    answer = client.get(reverse("monitoring:fleet"))
    listed = [row.obj.shown for row in answer.context["listing"].rows]
    assert listed == ["out_of_service", "offline", "unknown", "unknown", "in_service"]
    assert "打印机卡纸" in answer.content.decode()


def test_the_page_is_filtered_by_condition(client, fleet, manager):
    client.force_login(manager)
    answer = client.get(reverse("monitoring:fleet"), {"condition": "unknown", "region": "310101"})
    assert len(answer.context["listing"].rows) == 2


def test_the_figures_follow_the_region(client, fleet, manager):
    client.force_login(manager)
    answer = client.get(reverse("monitoring:fleet_figures"), {"region": "310104"})
    assert {figure.count for figure in answer.context["figures"]} == {0}


def test_a_region_of_others_is_not_taken(client, fleet, outsider):
    client.force_login(outsider)
    answer = client.get(reverse("monitoring:fleet_figures"), {"region": "310000"})
    assert {figure.count for figure in answer.context["figures"]} == {0}


def test_who_sees_nothing_is_not_given_the_figures_of_who_sees_all(client, fleet, commander, make_person):
    client.force_login(commander)
    client.get(reverse("monitoring:fleet_figures"))
    client.force_login(make_person("new", Role.FIELD_STAFF, regions=[]))
    answer = client.get(reverse("monitoring:fleet_figures"))
    assert {figure.count for figure in answer.context["figures"]} == {0}


@pytest.mark.parametrize("terminals", [5, 50])
def test_the_page_takes_the_same_queries_for_few_and_many(
    client, manager, make_site, django_assert_max_num_queries, terminals
):
    make_site(terminals=terminals)
    client.force_login(manager)
    with django_assert_max_num_queries(16):
        client.get(reverse("monitoring:fleet"))


def state_page(client, person, number):
    client.force_login(person)
    return client.get(reverse("monitoring:terminal_state", args=[f"310101-0001-0{number}"]))


def test_a_terminals_state_names_parts_faults_and_changes(client, fleet, manager):
    page = state_page(client, manager, 2).content.decode()
    for text in ("停止服务", "硬件故障", "打印机卡纸", "PRT_JAM", "状况变化", "微信支付"):
        assert text in page


def test_a_terminal_that_never_spoke_is_not_shown_as_working(client, fleet, manager):
    page = state_page(client, manager, 5).content.decode()
    assert "还没有收到过上报" in page
    assert "正常服务" not in page


def test_what_was_said_before_it_fell_silent_is_told_as_old(client, fleet, manager, clock):
    assert "最后一次上报时" not in state_page(client, manager, 2).content.decode()
    clock.shift(timedelta(hours=1))
    assert "最后一次上报时" in state_page(client, manager, 2).content.decode()


def test_in_maintenance_too(client, fleet, manager, clock):
    Terminal.objects.filter(code="310101-0001-02").update(status="maintenance")
    clock.shift(timedelta(hours=1))
    assert "最后一次上报时" in state_page(client, manager, 2).content.decode()


def test_at_a_closed_site_it_is_closed_and_not_unknown(client, fleet, manager, site_of):
    site_of.opening_hours = "14:00-18:00"
    site_of.save()
    page = state_page(client, manager, 4).content.decode()
    assert ("未营业" in page, "状态未知" in page.split("状况变化")[0]) == (True, False)


def test_a_terminal_of_others_does_not_exist(client, fleet, outsider):
    assert state_page(client, outsider, 1).status_code == 404


def test_the_page_does_without_the_cache(client, fleet, manager, without_cache):
    client.force_login(manager)
    assert client.get(reverse("monitoring:fleet_figures")).status_code == 200
