"""Pages of transfers, scanning and stocktakes: without JavaScript, each by who may."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from resources.inventory.actions import stocktakes
from resources.inventory.models import Stocktake, Transfer
from resources.inventory.subject_links import seal
from resources.inventory.tokens import grouped
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def get(client):
    def act(person, name, *args, **query):
        client.force_login(person)
        return client.get(reverse(f"inventory:{name}", args=args), query)

    return act


@pytest.fixture
def submit(client):
    def act(person, name, *args, query="", **data):
        client.force_login(person)
        return client.post(reverse(f"inventory:{name}", args=args) + query, data)

    return act


@pytest.fixture
def queries_of():
    """queries_of(action): how many queries it takes, once what is cached is cached."""

    def count(action):
        action()
        with CaptureQueriesContext(connection) as captured:
            action()
        return len(captured)

    return count


def text(response):
    return response.content.decode()


def lines(*rows):
    data = {"lines-TOTAL_FORMS": len(rows) or 1, "lines-INITIAL_FORMS": 0}
    for number, (part, quantity) in enumerate(rows):
        data |= {f"lines-{number}-part": part, f"lines-{number}-quantity": quantity}
    return data


def test_a_transfer_to_a_depot(submit, manager, make_depot, depot, part):
    make_depot("SH-02")
    submit(manager, "transfer_create", source=depot.code, to_depot="SH-02", key="k", **lines((part.code, "2")))
    made = Transfer.objects.get()
    assert (made.to_depot.code, made.lines.get().quantity) == ("SH-02", 2)


def test_a_transfer_to_a_site_by_a_part_of_its_name(submit, manager, depot, part, make_site):
    make_site(name="人民医院")
    submit(manager, "transfer_create", source=depot.code, to_site="人民", **lines((part.code.lower(), "２")))
    assert Transfer.objects.get().to_site.name == "人民医院"


def test_a_transfer_for_an_incident(submit, manager, depot, part, site, subject):
    facts = {"source": depot.code, "to_site": site.code, "subject": seal(subject)}
    submit(manager, "transfer_create", **facts, **lines((part.code, "1")))
    assert Transfer.objects.get().reference == subject.reference


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"to_site": ""}, "请填写一个目的地"),
        ({"to_site": "没有的"}, "没有找到网点"),
        ({"to_site": "网点"}, "有多个网点符合"),
        (lines(("NONE", "1")), "没有编号为“NONE”的备件"),
        (lines(("SCAN", "1.5")), "不是整数"),
        (lines(("SCAN", "-1")), "不能小于 0"),
        (lines(("SCAN", "")), "请填写数量"),
        (lines(("", "2")), "请填写备件编号"),
        (lines(("", "")), "请至少填写一行"),
        ({"source": "NJ-01"}, "选择一个有效的选项"),
    ],
)
def test_what_is_wrong_is_said(submit, manager, depot, part, nanjing, make_site, change, sentence):
    site = make_site()
    make_site("310104-0002")
    facts = {"source": depot.code, "to_site": site.code, **lines((part.code, "1")), **change}
    assert sentence in text(submit(manager, "transfer_create", **facts))
    assert not Transfer.objects.exists()


def test_more_lines_without_javascript(submit, manager, depot):
    answer = text(submit(manager, "transfer_create", more="1", source=depot.code, **lines(("SCAN", "1"))))
    assert answer.count('-quantity"') >= 7


def test_the_form_filled_in_by_an_address(get, manager, depot, part):
    answer = text(get(manager, "transfer_create", source=depot.code, part=part.code, quantity="3"))
    assert f'value="{part.code}"' in answer
    assert 'value="3"' in answer


def test_a_draft_is_edited(submit, make_transfer, manager, part):
    draft = make_transfer(3)
    submit(manager, "transfer_edit", draft.number, carrier="顺丰", **lines((part.code, "2")))
    draft.refresh_from_db()
    assert (draft.carrier, draft.lines.get().quantity) == ("顺丰", 2)


def test_a_reserved_line_stays_reserved_when_edited(submit, make_transfer, reserve, manager, site, part, subject):
    promised = reserve(3)
    draft = make_transfer(3, to=site, reservation=promised, subject=subject)
    data = {**lines((part.code, "2")), "lines-0-reservation": promised.pk}
    submit(manager, "transfer_edit", draft.number, **data)
    assert draft.lines.get().reservation == promised


def test_sent_on_the_page(submit, make_transfer, storekeeper):
    draft = make_transfer(3)
    submit(storekeeper, "transfer_send", draft.number, key="k", carrier="顺丰", expected_at="2026-11-23T18:00")
    draft.refresh_from_db()
    assert (draft.state, draft.carrier) == ("sent", "顺丰")


def test_a_double_click_sends_once(submit, make_transfer, storekeeper):
    number = make_transfer(3).number
    assert [submit(storekeeper, "transfer_send", number, key="k").status_code for _again in range(2)] == [302, 302]


def test_all_received_with_one_button(submit, make_transfer, send, field_staff, site):
    sent = send(make_transfer(3, to=site))
    submit(field_staff, "transfer_receive", sent.number, all="1", key="k")
    sent.refresh_from_db()
    assert (sent.state, sent.received_by) == ("received", field_staff)


def test_received_line_by_line(submit, make_transfer, send, field_staff, site):
    sent = send(make_transfer(3, to=site))
    name = f"line-{sent.lines.get().pk}"
    assert "需要写明原因" in text(submit(field_staff, "transfer_receive", sent.number, **{name: "2"}))
    submit(field_staff, "transfer_receive", sent.number, **{name: "2"}, remark="少装")
    assert sent.lines.get().received == 2


def test_called_back_on_the_page(submit, make_transfer, send, storekeeper):
    sent = send(make_transfer(3))
    submit(storekeeper, "transfer_recall", sent.number, all="1", remark="地址有误")
    sent.refresh_from_db()
    assert sent.state == "recalled"


def test_nothing_to_receive_says_so(get, make_transfer, administrator):
    answer = get(administrator, "transfer_receive", make_transfer().number)
    assert (answer.status_code, "请先由发出备件库确认发出" in text(answer)) == (409, True)


def test_cancelled_on_the_page(submit, make_transfer, manager):
    draft = make_transfer()
    submit(manager, "transfer_cancel", draft.number)
    draft.refresh_from_db()
    assert draft.state == "cancelled"


@pytest.mark.parametrize("name", ["transfer", "transfer_receive", "transfer_edit", "transfer_recall"])
def test_somebody_elses_transfer_does_not_exist(get, make_transfer, site, outsider, name):
    assert get(outsider, name, make_transfer(to=site).number).status_code == 404


@pytest.mark.parametrize(
    "name", ["transfer_send", "transfer_receive", "transfer_recall", "transfer_cancel", "transfer_slip"]
)
def test_nothing_is_done_with_somebody_elses_transfer(submit, make_transfer, site, outsider, name):
    draft = make_transfer(to=site)
    assert submit(outsider, name, draft.number, all="1", remark="x").status_code == 404


def test_steps_are_shown_to_those_who_may(get, make_transfer, storekeeper, field_staff, site):
    number = make_transfer(to=site).number
    assert "确认发出" in text(get(storekeeper, "transfer", number))
    assert "确认发出" not in text(get(field_staff, "transfer", number))


def test_who_can_draft_nothing(get, field_staff):
    assert get(field_staff, "transfer_create").status_code == 403


def test_an_overdue_transfer_is_marked(get, make_transfer, send, manager, clock):
    send(make_transfer(), expected_at=NOON + timedelta(hours=1))
    clock.shift(7200)
    assert "已逾期" in text(get(manager, "transfers"))
    assert get(manager, "transfers", overdue="true").context["listing"].page.count.number == 1


def test_queries_of_the_list_do_not_grow(get, make_transfer, manager, queries_of):
    make_transfer()
    few = queries_of(lambda: get(manager, "transfers"))
    for _number in range(12):
        make_transfer()
    assert queries_of(lambda: get(manager, "transfers")) == few


def test_the_list_downloads(get, make_transfer, manager):
    number = make_transfer().number
    assert number in b"".join(get(manager, "transfers", export="csv").streaming_content).decode("utf-8-sig")


def test_an_empty_list_says_what_it_is_for(get, manager):
    assert "还没有调拨单" in text(get(manager, "transfers"))


# ---- scanning


def test_a_scan_opens_the_receipt(get, make_transfer, send, field_staff, site):
    sent = send(make_transfer(to=site))
    answer = get(field_staff, "scan", sent.token)
    assert answer.url == reverse("inventory:transfer_receive", args=[sent.number])


def test_a_scan_by_who_does_not_receive_opens_the_transfer(get, make_transfer, send, storekeeper):
    sent = send(make_transfer())
    assert get(storekeeper, "scan", sent.token).url == reverse("inventory:transfer", args=[sent.number])


@pytest.mark.parametrize("written", [str, str.lower, grouped, "https://eo.example.cn/inventory/s/{}/".format])
def test_a_code_typed_or_scanned_by_hand(get, make_transfer, manager, written):
    made = make_transfer()
    assert get(manager, "scan_page", code=written(made.token)).status_code == 302


def test_a_number_is_as_good_as_a_code(get, make_transfer, manager):
    number = make_transfer().number
    assert get(manager, "scan_page", code=number.lower()).status_code == 302


def test_what_is_unknown_or_somebody_elses(get, make_transfer, site, outsider):
    token = make_transfer(to=site).token
    assert get(outsider, "scan", token).status_code == 404
    assert "没有找到" in text(get(outsider, "scan_page", code=token))


def test_scanning_asks_who_it_is(client, make_transfer):
    assert "login" in client.get(reverse("inventory:scan", args=[make_transfer().token])).url


# ---- stocktakes


def test_a_stocktake_begins(submit, storekeeper, depot, stock_up):
    stock_up(3)
    submit(storekeeper, "stocktake_start", depot=depot.code, key="k")
    assert Stocktake.objects.get().lines.count() == 1


def test_unknown_parts_are_named(submit, storekeeper, depot):
    assert "没有这些备件编号：X、Y" in text(submit(storekeeper, "stocktake_start", depot=depot.code, parts="X，Y"))


def test_counting_goes_on_with_the_next(submit, get, stocktake, storekeeper):
    assert "扫码头" in text(get(storekeeper, "stocktake_count", stocktake.number))
    submit(storekeeper, "stocktake_count", stocktake.number, counted="9", key="k")
    assert "全部备件都已清点" in text(get(storekeeper, "stocktake_count", stocktake.number))


def test_a_scanned_code_chooses_the_part(get, stocktake, storekeeper, count):
    count(9)
    assert "已填 9" in text(get(storekeeper, "stocktake_count", stocktake.number, q="scan"))


@pytest.mark.parametrize("wrong", ["", "-1", "1.5", "九"])
def test_what_is_no_count(submit, stocktake, storekeeper, wrong):
    assert submit(storekeeper, "stocktake_count", stocktake.number, counted=wrong).status_code == 200
    assert stocktake.lines.get().counted is None


@pytest.mark.parametrize("name", ["stocktake", "stocktake_count", "stocktake_entry"])
def test_counting_is_blind(get, stocktake, storekeeper, depot, part, name, stock_up):
    stock_up(4321 - 10)
    assert "4,321" not in text(get(storekeeper, name, stocktake.number))
    assert "4321" not in text(get(storekeeper, name, stocktake.number))


def test_a_part_found_is_added(submit, stocktake, storekeeper, make_part):
    make_part("B")
    assert "line=" in submit(storekeeper, "stocktake_add", stocktake.number, part="b").url


def test_a_sheet_is_typed_in(submit, stocktake, storekeeper):
    name = f"line-{stocktake.lines.get().pk}"
    submit(storekeeper, "stocktake_entry", stocktake.number, **{name: "9"}, key="k")
    assert stocktake.lines.get().counted == 9


def test_finished_and_posted_on_the_page(submit, stocktake, count, storekeeper, second, level_of):
    count(9)
    submit(storekeeper, "stocktake_finish", stocktake.number)
    assert "请写明“扫码头”的差异原因" in text(submit(second, "stocktake_post", stocktake.number))
    submit(second, "stocktake_post", stocktake.number, reason="丢失")
    assert level_of() == (9, 0, 0)


def test_the_counter_waits_for_another(get, counted, storekeeper, second):
    assert "等待没有参与盘点的" in text(get(storekeeper, "stocktake", counted.number))
    assert "复核无误，过账" in text(get(second, "stocktake", counted.number))


def test_sent_back_to_be_counted_again(submit, counted, second):
    submit(second, "stocktake_recount", counted.number, line=counted.lines.get().pk)
    counted.refresh_from_db()
    assert counted.state == "counting"


@pytest.mark.parametrize("name", ["stocktake", "stocktake_count", "stocktake_entry"])
def test_somebody_elses_stocktake_does_not_exist(get, stocktake, outsider, name):
    assert get(outsider, name, stocktake.number).status_code == 404


@pytest.mark.parametrize("name", ["finish", "post", "recount", "cancel", "sheet", "add"])
def test_nothing_is_done_with_somebody_elses_stocktake(submit, stocktake, outsider, name):
    assert submit(outsider, f"stocktake_{name}", stocktake.number).status_code == 404


def test_who_does_not_keep_the_depot_does_not_count(get, stocktake, field_staff):
    assert get(field_staff, "stocktake_count", stocktake.number).status_code == 403


def test_queries_of_a_stocktake_do_not_grow(get, stocktake, storekeeper, make_part, queries_of):
    few = queries_of(lambda: get(storekeeper, "stocktake", stocktake.number))
    for number in range(40):
        stocktakes.add_line(stocktake, make_part(f"P{number}"), actor=storekeeper, now=NOON)
    assert queries_of(lambda: get(storekeeper, "stocktake", stocktake.number)) == few
