"""What stands on the cards of the desk, for whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib import desk
from emergency_ops.lib.roles import Role
from incidents.response.tasks.models import Task
from notices.content import actions
from notices.content.models import ReviewRule
from resources.inventory.models import Depot, PartType, StockLevel, StockMinimum
from resources.staff.models import Post
from tests.conftest import NOON
from tests.dashboard.conftest import HOUR

ORDER = {
    "commander": ["calls", "command", "incidents", "reviews", "late_tasks"],
    "manager": ["calls", "command", "incidents", "gaps", "reviews"],
    "field_staff": ["calls", "rounds", "my_dispatches", "tasks", "my_walls"],
    "publisher": ["calls", "proposals", "reviews", "failed", "by_hand"],
    "storekeeper": ["calls", "stock", "my_dispatches", "tasks", "incidents"],
}


@pytest.fixture
def post(regions):
    return Post.objects.create(function="technical", region=regions["310101"], name="黄浦技术岗")


@pytest.fixture
def low_stock(regions):
    depot = Depot.objects.create(code="D1", name="黄浦备件库", region=regions["310101"])
    part = PartType.objects.create(code="P1", name="热敏打印头")
    StockMinimum.objects.create(depot=depot, part=part, minimum=4, target=8)
    return StockLevel.objects.create(depot=depot, part=part, on_hand=1)


@pytest.mark.parametrize("who", ORDER)
def test_what_comes_first_for_a_role(request, who):
    found = [card.code for card in desk.cards_for(request.getfixturevalue(who))]
    assert found[:5] == ORDER[who]


def test_a_post_that_nobody_fills_is_a_gap(on_desk, manager, post):
    assert on_desk(manager, "gaps") == ["黄浦技术岗"]


def test_a_gap_elsewhere_is_none_of_an_outsiders(on_desk, outsider, post):
    assert on_desk(outsider, "gaps") == []


def test_stock_below_its_minimum(on_desk, manager, low_stock):
    assert on_desk(manager, "stock") == ["热敏打印头"]


def test_stock_elsewhere_is_none_of_an_outsiders(on_desk, outsider, low_stock):
    assert on_desk(outsider, "stock") == []


def test_every_card_leads_to_a_page_that_the_role_may_open(client, request):
    for who in ORDER:
        person = request.getfixturevalue(who)
        client.force_login(person)
        for card in desk.cards_for(person):
            assert client.get(card.all_href()).status_code == 200, (who, card.code)


def test_a_task_is_on_the_desk_of_whoever_has_it(on_desk, field_staff, publisher, make_task):
    make_task(field_staff)
    assert (on_desk(field_staff, "tasks"), on_desk(publisher, "tasks")) == (["核实范围"], [])


def test_a_late_task_is_on_the_desks_of_those_who_coordinate(on_desk, manager, outsider, field_staff, make_task):
    make_task(field_staff)
    assert on_desk(manager, "late_tasks") == ["核实范围"]
    assert on_desk(outsider, "late_tasks") == on_desk(field_staff, "late_tasks") == []


def test_a_task_in_time_is_not_late(on_desk, manager, field_staff, make_task):
    make_task(field_staff, due=NOON + HOUR)
    assert on_desk(manager, "late_tasks") == []


def test_an_offer_is_on_both_desks(on_desk, manager, outsider, field_staff, make_dispatch, site):
    make_dispatch(field_staff)
    assert on_desk(manager, "dispatches") == on_desk(field_staff, "my_dispatches") == [f"{site.name}：维修更换"]
    assert on_desk(outsider, "dispatches") == []


def test_whom_nobody_has_followed_is_to_be_settled(on_desk, manager, field_staff, make_dispatch):
    make_dispatch(field_staff, state="declined")
    assert len(on_desk(manager, "dispatches")) == 1


def test_a_wall_is_on_the_desk_of_its_region(on_desk, field_staff, site, make_site, make_posting):
    elsewhere = make_site("310104-0001")
    make_posting(site)
    make_posting(elsewhere)
    assert on_desk(field_staff, "my_walls") == [site.name]


def test_a_late_wall_is_on_the_managers_desk(on_desk, manager, site, make_posting):
    make_posting(site)
    make_posting(site, due=NOON + HOUR, state="to_take_down")
    assert len(on_desk(manager, "late_walls")) == 1


def test_a_notice_in_review_waits_for_a_second_person(on_desk, publisher, commander, outsider, incident, make_notice):
    notice = make_notice(incident, actor=publisher)
    actions.submit(notice, actor=publisher, now=NOON)
    assert on_desk(commander, "reviews") == [notice.title]
    assert on_desk(publisher, "reviews") == on_desk(outsider, "reviews") == []


def test_where_one_person_is_enough_the_author_may_approve(on_desk, publisher, incident, make_notice):
    ReviewRule.objects.create(kind="alert", needs_second=False)
    notice = make_notice(incident, actor=publisher)
    actions.submit(notice, actor=publisher, now=NOON)
    assert on_desk(publisher, "reviews") == [notice.title]


def test_what_the_system_proposes_is_on_the_publishers_desk(on_desk, publisher, incident, make_notice):
    notice = make_notice(incident, reason="confirmed")
    make_notice(incident, actor=publisher, kind="update")
    assert on_desk(publisher, "proposals") == [notice.title]


def test_deliveries_by_hand_and_failed_ones(on_desk, publisher, outsider, incident, make_notice, make_delivery):
    notice = make_notice(incident, actor=publisher)
    make_delivery(notice, "by_hand")
    make_delivery(notice, "failed", "weibo")
    assert len(on_desk(publisher, "by_hand")) == len(on_desk(publisher, "failed")) == 1
    assert on_desk(outsider, "failed") == []


@pytest.fixture
def crowd(make_site, make_task, make_posting, make_dispatch, make_person):
    """crowd(10): so many sites with a wall, tasks and offers."""

    def make(number):
        for _ in range(number):
            person = make_person(f"p{Task.objects.count()}", Role.FIELD_STAFF, regions=["310101"])
            make_task(person)
            make_dispatch(person)
            make_posting(make_site(f"310101-{1000 + Task.objects.count()}"))

    return make


def queries_of(person):
    with CaptureQueriesContext(connection) as seen:
        desk.shown(person, NOON)
    return len(seen)


@pytest.mark.parametrize("who", ORDER)
def test_queries_are_the_same_with_ten_and_with_a_hundred(request, who, clock, crowd):
    person = request.getfixturevalue(who)
    crowd(10)
    desk.shown(person, NOON)
    few = queries_of(person)
    crowd(90)
    assert queries_of(person) == few <= 40


def test_what_comes_later_is_fetched_after_the_page(client, manager):
    client.force_login(manager)
    page, rest = client.get("/"), client.get("/live/rest/")
    shown = [[one.card.code for one in (*answer.context["cards"], *answer.context["quiet"])] for answer in (page, rest)]
    assert len(shown[0]) <= desk.FIRST
    assert "stock" in shown[1]
    assert 'hx-get="/live/rest/"' in page.content.decode()


def test_without_scripts_one_link_shows_the_rest(client, manager):
    client.force_login(manager)
    assert "desk-stock-all" not in client.get("/").content.decode()
    assert "desk-stock-all" in client.get("/?all=1").content.decode()


def test_whoever_has_few_cards_fetches_nothing_more(client, storekeeper):
    client.force_login(storekeeper)
    assert "situation-rest" not in client.get("/").content.decode()
