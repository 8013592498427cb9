"""What stands on the cards of the desk, for whom."""

import pytest

from emergency_ops.lib import clock, desk
from emergency_ops.lib.roles import Role
from resources.inventory.models import Depot, PartType, StockLevel, StockMinimum
from resources.staff.models import Post

ORDER = {
    "commander": ["calls", "incidents", "reviews", "late_tasks", "tasks"],
    "manager": ["calls", "incidents", "gaps", "reviews", "dispatches"],
    "field_staff": ["calls", "rounds", "my_dispatches", "tasks", "my_walls"],
    "publisher": ["calls", "proposals", "reviews", "failed", "by_hand"],
    "storekeeper": ["calls", "stock", "my_dispatches", "tasks", "incidents"],
}


@pytest.fixture
def publisher(make_person):
    return make_person("publisher", Role.PUBLISHER, name="周发")


@pytest.fixture
def storekeeper(make_person):
    return make_person("storekeeper", Role.STOREKEEPER, regions=["310000"], name="钱库")


@pytest.fixture
def post(regions):
    return Post.objects.create(function="technical", region=regions["310101"], name="黄浦技术岗")


@pytest.fixture
def low_stock(regions):
    depot = Depot.objects.create(code="D1", name="黄浦备件库", region=regions["310101"])
    part = PartType.objects.create(code="P1", name="热敏打印头")
    StockMinimum.objects.create(depot=depot, part=part, minimum=4, target=8)
    return StockLevel.objects.create(depot=depot, part=part, on_hand=1)


def on_desk(person, code):
    cards = {shown.card.code: shown.rows for shown in desk.shown(person, clock.now())}
    return [row.title for row in cards[code]]


@pytest.mark.parametrize("who", ORDER)
def test_what_comes_first_for_a_role(request, who):
    found = [card.code for card in desk.cards_for(request.getfixturevalue(who))]
    assert found[:5] == ORDER[who]


def test_a_post_that_nobody_fills_is_a_gap(manager, post):
    assert on_desk(manager, "gaps") == ["黄浦技术岗"]


def test_a_gap_elsewhere_is_none_of_an_outsiders(outsider, post):
    assert on_desk(outsider, "gaps") == []


def test_stock_below_its_minimum(manager, low_stock):
    assert on_desk(manager, "stock") == ["热敏打印头"]


def test_stock_elsewhere_is_none_of_an_outsiders(outsider, low_stock):
    assert on_desk(outsider, "stock") == []


def test_every_card_leads_to_a_page_that_the_role_may_open(client, request):
    for who in ORDER:
        person = request.getfixturevalue(who)
        client.force_login(person)
        for card in desk.cards_for(person):
            assert client.get(card.all_href()).status_code == 200, (who, card.code)
