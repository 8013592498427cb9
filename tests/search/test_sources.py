"""What each source brings, for whom."""

import pytest

import emergency_ops.search.pages  # noqa: F401
from emergency_ops.lib import clock
from incidents.response.plans import sample as plans
from incidents.response.plans.models import PlanStep
from notices.content.faq import sample as faq
from resources.inventory.models import Depot, PartType


@pytest.mark.parametrize(
    "text", ["中心医院", "huangpu", "hpqzxyy", "hpq zx", "310101-0007", "0007", "huang'pu", "ＨＰＱ"]
)
def test_a_site_is_found_by(found, manager, hospital, text):
    assert found(manager, text)["sites"] == ["黄浦区中心医院"]


def test_an_outsider_finds_no_site_elsewhere(found, outsider, hospital):
    assert "sites" not in found(outsider, "hpqzxyy")


def test_a_terminal_is_found_by_the_beginning_of_its_code(found, manager, hospital):
    assert found(manager, "310101-0007-")["terminals"] == ["310101-0007-01", "310101-0007-02"]


def test_a_terminal_is_found_by_the_end_of_its_code(found, manager, hospital):
    assert found(manager, "0007-02")["terminals"] == ["310101-0007-02"]


def test_an_outsider_finds_no_terminal_elsewhere(found, outsider, hospital):
    assert "terminals" not in found(outsider, "310101-0007")


@pytest.mark.parametrize("text", ["王强", "wangqiang", "wq", "field"])
def test_a_person_is_found_by(found, commander, field_staff, text):
    assert "王强" in found(commander, text)["people"]


def test_field_staff_find_no_people(found, commander, field_staff):
    assert "people" not in found(field_staff, "陈总")


def test_a_page_is_found_by_the_initials_of_its_name(found, manager):
    assert "处置任务" in found(manager, "czrw")["pages"]


def test_a_page_that_is_not_for_a_role_is_not_found(found, field_staff):
    assert "接入密钥" not in found(field_staff, "密钥").get("pages", [])


def test_a_part_is_found_by_its_name_and_its_initials(found, manager):
    PartType.objects.create(code="P-77", name="热敏打印头")
    assert found(manager, "rmdyt")["parts"] == found(manager, "打印头")["parts"] == ["热敏打印头"]


def test_a_depot_is_found_where_it_may_be_seen(found, manager, outsider, regions):
    Depot.objects.create(code="BJK-1", name="黄浦备件库", region=regions["310101"])
    assert found(manager, "hpbjk")["depots"] == ["黄浦备件库"]
    assert "depots" not in found(outsider, "BJK-1")


def test_a_step_of_the_plan_in_force_is_found(found, field_staff):
    plans.load(clock.now())
    title = PlanStep.objects.order_by("position")[0].title_zh
    assert title in found(field_staff, title)["plan"]


def test_an_answer_of_the_faq_is_found(found, field_staff):
    faq.load(clock.now())
    assert found(field_staff, "二维码")["faq"]


@pytest.fixture
def incidents(make_incident, hospital):
    closed = make_incident(hospital, title="黄浦区中心医院断电", status="closed")
    return closed, make_incident(hospital, title="通信线路中断")


def test_an_open_incident_comes_before_a_closed_one(found, manager, incidents):
    assert found(manager, "YJ-20261123")["incidents"] == ["通信线路中断", "黄浦区中心医院断电"]


def test_an_open_incident_is_found_by_the_site_at_which_it_is(found, manager, incidents):
    assert found(manager, "hpqzxyy")["incidents"] == ["通信线路中断"]


def test_an_outsider_finds_no_incident(found, outsider, incidents):
    assert "incidents" not in found(outsider, "YJ-2026")


def test_a_notice_is_found_by_number_and_by_site(found, manager, outsider, incidents, make_notice):
    notice = make_notice(incidents[1], actor=manager)
    assert found(manager, notice.number)["notices"] == found(manager, "hpqzxyy")["notices"] == [notice.title]
    assert "notices" not in found(outsider, notice.number)
