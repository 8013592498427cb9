"""Pages of transfers: without JavaScript, each by who may."""

from datetime import timedelta

import pytest

from resources.inventory.models import Transfer
from resources.inventory.subject_links import seal
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("clock")


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
