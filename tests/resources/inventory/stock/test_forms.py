"""What people write through the pages."""

import pytest
from django.urls import reverse

from resources.inventory.actions import deliveries, minimums, reservations
from resources.inventory.models import Depot, ExpectedDelivery, Need, PartType, StockMinimum, StockMovement, Transfer
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def submit(client):
    """submit(person, "minimum", "SH-01", "SCAN", minimum=1): the answer to a POST."""

    def post(person, page, /, *args, **data):
        client.force_login(person)
        return client.post(reverse(f"inventory:{page}", args=args), data)

    return post


@pytest.fixture
def receipt():
    return {"depot": "SH-01", "part": "SCAN", "quantity": "4", "key": "form-1"}


def test_a_receipt_leads_to_its_level(submit, depot, part, storekeeper, receipt, level_of):
    answer = submit(storekeeper, "movement_create", "receipt", **receipt)
    assert answer.url == reverse("inventory:level", args=["SH-01", "SCAN"])
    assert level_of() == (4, 0, 0)


def test_a_second_click_writes_nothing(submit, depot, part, storekeeper, receipt, level_of):
    assert [submit(storekeeper, "movement_create", "receipt", **receipt).status_code for _ in range(2)] == [302, 302]
    assert level_of() == (4, 0, 0)


@pytest.mark.parametrize(
    ("kind", "change", "sentence"),
    [
        ("receipt", {"quantity": "-1"}, "数量不能小于 0"),
        ("receipt", {"quantity": "0"}, "数量不能为 0"),
        ("receipt", {"quantity": "1.5"}, "“1.5”不是整数"),
        ("receipt", {"quantity": "很多"}, "“很多”不是数字"),
        ("receipt", {"quantity": "99999999999"}, "一次最多 1000000 件"),
        ("receipt", {"part": "XX"}, "没有编号为 XX 的备件"),
        ("receipt", {"depot": "NJ-01"}, "选择一个有效的选项"),
        ("issue", {}, "可用库存不足"),
        ("scrap", {}, "该字段是必填项"),
        ("adjustment", {"quantity": "-4", "reason": "少了"}, "可用库存不足"),
    ],
)
def test_bad_input_gets_a_sentence(submit, depot, nanjing, part, storekeeper, receipt, kind, change, sentence):
    answer = submit(storekeeper, "movement_create", kind, **{**receipt, **change})
    assert sentence in answer.content.decode()
    assert not StockMovement.objects.exists()


def test_only_keepers_get_the_form(submit, depot, part, auditor, outsider, nanjing, receipt):
    assert submit(auditor, "movement_create", "receipt", **receipt).status_code == 403
    assert "有效的选项" in submit(outsider, "movement_create", "receipt", **receipt).content.decode()
    assert submit(outsider, "movement_create", "transfer_in", **receipt).status_code == 404


def test_a_minimum_is_set_with_its_history(submit, depot, part, storekeeper):
    submit(storekeeper, "minimum", "SH-01", "SCAN", minimum="5", target="9", reason="换季")
    limit = StockMinimum.objects.get()
    history = limit.history.get()
    assert (limit.minimum, history.history_user, history.history_change_reason) == (5, storekeeper, "换季")


@pytest.mark.parametrize(("minimum", "target", "sentence"), [("-1", "5", "不能小于 0"), ("5", "4", "不能小于安全库存")])
def test_a_minimum_that_cannot_be(submit, depot, part, storekeeper, minimum, target, sentence):
    answer = submit(storekeeper, "minimum", "SH-01", "SCAN", minimum=minimum, target=target)
    assert sentence in answer.content.decode()
    assert not StockMinimum.objects.exists()


def test_only_keepers_set_minimums(submit, depot, part, auditor, outsider):
    assert submit(auditor, "minimum", "SH-01", "SCAN", minimum="5", target="9").status_code == 403
    assert submit(outsider, "minimum", "SH-01", "SCAN", minimum="5", target="9").status_code == 404


@pytest.fixture
def held(depot, part, stock_up, subject):
    stock_up(5)
    return reservations.reserve(depot, part, 2, subject=subject, actor=None, now=NOON)


def test_a_reservation_is_released_with_a_reason(submit, held, manager, level_of):
    assert "必填" in submit(manager, "reservation", held.pk, reason="").content.decode()
    assert submit(manager, "reservation", held.pk, reason="不需要").status_code == 302
    assert level_of() == (5, 0, 0)


def test_others_do_not_release_it(submit, held, auditor, outsider, level_of):
    assert "不能预留" in submit(auditor, "reservation", held.pk, reason="x").content.decode()
    assert submit(outsider, "reservation", held.pk, reason="x").status_code == 404
    assert level_of() == (5, 2, 0)


def test_the_need_of_a_released_reservation_is_open_again(submit, depot, part, site, subject, stock_up, manager):
    stock_up(5)
    facts = {"subject_kind": subject.kind, "subject_id": subject.id, "reference": subject.reference}
    need = Need.objects.create(site=site, part=part, quantity=2, state="reserved", created_at=NOON, **facts)
    held = reservations.reserve(depot, part, 2, subject=subject, need=need, actor=None, now=NOON)
    submit(manager, "reservation", held.pk, reason="改用别处的")
    need.refresh_from_db()
    assert need.state == "open"


@pytest.fixture
def due(depot, part, storekeeper):
    return deliveries.expect(depot, part, 5, expected_on=NOON.date(), actor=storekeeper, now=NOON)


def test_a_purchase_is_expected_once(submit, depot, part, storekeeper):
    order = {"depot": "SH-01", "part": "SCAN", "quantity": "5", "expected_on": "2026-12-01", "key": "order-1"}
    for _ in range(2):
        submit(storekeeper, "delivery_create", **order)
    assert ExpectedDelivery.objects.get().created_by == storekeeper


def test_a_delivery_arrives_in_parts(submit, due, storekeeper, level_of):
    submit(storekeeper, "delivery_arrive", due.pk, quantity="2", key="a")
    submit(storekeeper, "delivery_arrive", due.pk, quantity="2", key="a")
    assert (level_of(), ExpectedDelivery.objects.get().state) == ((2, 0, 0), "expected")
    submit(storekeeper, "delivery_arrive", due.pk, quantity="3", key="b")
    assert (level_of(), ExpectedDelivery.objects.get().state) == ((5, 0, 0), "arrived")


def test_no_more_arrives_than_was_ordered(submit, due, storekeeper):
    assert "还差 5" in submit(storekeeper, "delivery_arrive", due.pk, quantity="6").content.decode()
    assert not StockMovement.objects.exists()


def test_a_delivery_is_postponed_and_cancelled(submit, due, storekeeper):
    submit(storekeeper, "delivery_postpone", due.pk, expected_on="2026-12-09", reason="缺货")
    submit(storekeeper, "delivery_cancel", due.pk, reason="停产")
    row = ExpectedDelivery.objects.get()
    assert (str(row.expected_on), row.state) == ("2026-12-09", "cancelled")
    assert "不能再变更" in submit(storekeeper, "delivery_arrive", due.pk, quantity="1").content.decode()


def test_others_do_not_touch_a_delivery(submit, due, auditor, outsider):
    assert "只有备件库" in submit(auditor, "delivery_arrive", due.pk, quantity="1").content.decode()
    assert submit(outsider, "delivery_cancel", due.pk, reason="x").status_code == 404
    assert ExpectedDelivery.objects.get().received == 0


def test_an_overdue_delivery_is_shown(client, clock, due, storekeeper):
    clock.shift(86_400)
    client.force_login(storekeeper)
    page = client.get(reverse("inventory:deliveries"), {"overdue": "true"}).content.decode()
    assert "已逾期" in page
    assert "SCAN" in page


@pytest.fixture
def depot_form():
    return {
        "code": "SH-09",
        "name": "静安备件库",
        "region_code": "310101",
        "opening_hours": "周一至周五 08:30-17:30",
        "is_active": "on",
    }


def test_a_depot_is_set_up_and_changed_with_its_history(submit, manager, regions, depot_form):
    submit(manager, "depot_create", **depot_form)
    submit(manager, "depot_edit", "SH-09", **{**depot_form, "phone": "021-1", "reason": "换号"})
    depot = Depot.objects.get(code="SH-09")
    assert [row.history_change_reason for row in depot.history.all()] == ["换号", None]
    assert depot.phone == "021-1"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "SH-01"}, "已存在"),
        ({"region_code": "320102"}, "有效的选项"),
        ({"longitude": "121.4"}, "要么都填写"),
        ({"opening_hours": "随时"}, "随时"),
    ],
)
def test_a_depot_that_cannot_be(submit, depot, manager, regions, depot_form, change, sentence):
    assert sentence in submit(manager, "depot_create", **{**depot_form, **change}).content.decode()
    assert Depot.objects.count() == 1


def test_storekeepers_do_not_set_up_depots(submit, depot, storekeeper, outsider, depot_form):
    assert submit(storekeeper, "depot_create", **depot_form).status_code == 403
    assert submit(outsider, "depot_edit", "SH-01", **depot_form).status_code == 404


def test_a_part_is_defined_and_changed(submit, storekeeper, auditor):
    form = {
        "code": "SCAN",
        "name": "扫码头",
        "unit": "件",
        "lead_days": "7",
        "yuan": "120.50",
        "models_text": "ZZ-200、ZZ-300",
    }
    assert submit(auditor, "part_create", **form).status_code == 403
    submit(storekeeper, "part_create", **form, is_active="on")
    submit(storekeeper, "part_edit", "SCAN", **{**form, "name": "二维码扫码头"}, is_active="on")
    part = PartType.objects.get()
    assert (part.name, part.price, part.terminal_models, part.history.count()) == (
        "二维码扫码头",
        12_050,
        ["ZZ-200", "ZZ-300"],
        2,
    )


@pytest.fixture
def short(depot, make_depot, part, stock_up):
    """SH-01 lacks four pieces, of which SH-02 can spare three."""
    minimums.set_minimum(depot, part, 3, 4, actor=None, now=NOON)
    stock_up(3, depot=make_depot("SH-02", "310104"))


def test_what_is_short_is_suggested(client, short, storekeeper):
    client.force_login(storekeeper)
    page = client.get(reverse("inventory:replenishment")).content.decode()
    assert "SH-02备件库 3 件" in page
    assert "1 件" in page
    assert "¥120.00" in page


def test_a_transfer_is_made_in_one_click_and_once(submit, client, short, storekeeper):
    line = {"source": "SH-02", "depot": "SH-01", "part": "SCAN", "quantity": "3", "key": "t1"}
    answers = [submit(storekeeper, "replenishment_transfer", **line).url for _ in range(2)]
    assert answers == [reverse("inventory:transfer", args=[Transfer.objects.get().number])] * 2
    assert "SCAN" not in client.get(reverse("inventory:replenishment")).content.decode()


def test_a_purchase_is_registered_in_one_click_and_once(submit, client, short, storekeeper, clock):
    line = {"depot": "SH-01", "part": "SCAN", "quantity": "4", "key": "o1"}
    for _ in range(2):
        submit(storekeeper, "replenishment_order", **line)
    assert str(ExpectedDelivery.objects.get().expected_on) == "2026-12-07"
    assert "SCAN" not in client.get(reverse("inventory:replenishment")).content.decode()


def test_outsiders_and_auditors_do_neither(submit, short, auditor, outsider):
    line = {"source": "SH-02", "depot": "SH-01", "part": "SCAN", "quantity": "3"}
    for name in ("replenishment_transfer", "replenishment_order"):
        assert submit(auditor, name, **line).status_code == 403
        assert submit(outsider, name, **line).status_code == 404
