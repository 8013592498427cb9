"""Pages of channels and codes, the paper, and the REST."""

from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Invalid, Refused
from incidents.response import actions
from incidents.response.online.actions import name_channels, save_channel
from incidents.response.online.counting import count_scan
from incidents.response.online.models import EmergencyCode, OnlineChannel
from incidents.response.online.papers import sheet_facts
from resources.documents import setting
from resources.documents.models import Paper
from resources.documents.sheet import Sheet
from tests.conftest import NOON

#: the example of the specification
EXAMPLE = (
    "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT"
    "6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***0708A60086670902ME"
    "91320016A0112233449988770708123456786304A13A"
)
NEW = {
    "name": "官网",
    "kind": "website",
    "finding": "pay.example.cn",
    "steps": "打开\n付款",
    "rank": 1,
    "is_active": "on",
}


@pytest.fixture
def at(online):
    def address(name, *rest):
        return reverse(f"incidents:{name}", args=[online.incident.number, online.pk, *rest])

    return address


def test_a_channel_is_written_with_its_history(client, manager):
    client.force_login(manager)
    client.post(reverse("incidents:channel_create"), NEW)
    row = OnlineChannel.objects.get()
    client.post(reverse("incidents:channel_edit", args=[row.pk]), {**NEW, "hours": "06:00-22:00", "reason": "夜间维护"})
    text = client.get(reverse("incidents:channel", args=[row.pk])).text
    assert "夜间维护" in text
    assert row.history.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [("url", "http://pay.example.cn"), ("url", "javascript:alert(1)"), ("merchant_code", EXAMPLE[:-1])],
)
def test_what_must_not_reach_the_public_is_refused(client, manager, field, value):
    client.force_login(manager)
    assert client.post(reverse("incidents:channel_create"), {**NEW, field: value}).status_code == 400
    assert not OnlineChannel.objects.exists()


def test_an_acquirers_code_is_kept_and_shown(client, manager):
    client.force_login(manager)
    client.post(reverse("incidents:channel_create"), {**NEW, "merchant_code": EXAMPLE})
    row = OnlineChannel.objects.get()
    assert row.merchant_code == EXAMPLE
    assert "data:image/png" in client.get(reverse("incidents:channel", args=[row.pk])).text


def test_the_action_checks_the_acquirers_code_too(manager):
    channel = OnlineChannel(name="a", kind="other", finding="b", steps="c", merchant_code=EXAMPLE[:-4])
    with pytest.raises(Invalid):
        save_channel(channel, actor=manager, now=NOON)


def test_field_staff_read_the_catalogue_and_do_not_change_it(client, field_staff, make_channel):
    make_channel()
    client.force_login(field_staff)
    assert "微信公众号" in client.get(reverse("incidents:channels")).text
    assert client.get(reverse("incidents:channel_create")).status_code == 403


def test_a_substitute_names_its_channels_and_gets_their_capacity(client, at, online, manager, make_channel):
    first, second = make_channel(capacity_per_hour=100), make_channel("官网", capacity_per_hour=50)
    client.force_login(manager)
    client.post(at("channels_named"), {"channels": [first.pk, second.pk]})
    online.refresh_from_db()
    assert online.capacity == 150
    assert "点“缴费”" in client.get(at("substitute")).text


def test_a_channel_that_says_nothing_leaves_the_capacity_open(online, manager, make_channel):
    channels = [make_channel(capacity_per_hour=100), make_channel("官网")]
    assert name_channels(online, channels, actor=manager, now=now_clock.now()).capacity is None


def test_a_channel_out_of_use_is_not_named(online, manager, make_channel):
    with pytest.raises(Invalid):
        name_channels(online, [make_channel(is_active=False)], actor=manager, now=now_clock.now())


def test_with_a_catalogue_it_does_not_serve_before_its_channels_are_named(online, manager, make_channel):
    channel = make_channel()
    with pytest.raises(Refused, match="选定线上渠道"):
        actions.serve_substitute(online, "测试缴费单号 1", actor=manager, now=now_clock.now())
    name_channels(online, [channel], actor=manager, now=now_clock.now())
    assert actions.serve_substitute(online, "测试缴费单号 1", actor=manager, now=now_clock.now()).serving_since


def test_the_page_shows_a_code_with_its_scans(client, at, code, manager):
    count_scan(code.pk, "payment", now_clock.now())
    client.force_login(manager)
    text = client.get(at("code", code.code)).text
    assert f"/e/{code.code}" in text
    assert "data:image/png" in text


def test_a_code_is_revoked_on_its_page(client, at, code, manager):
    client.force_login(manager)
    client.post(at("code_revoke", code.code), {"reason": "被覆盖"})
    code.refresh_from_db()
    assert (code.revoked_for, code.revoked_by) == ("被覆盖", manager)
    assert "data:image/png" not in client.get(at("code", code.code)).text


def test_all_codes_are_revoked_on_a_page(client, online, code, commander):
    client.force_login(commander)
    address = reverse("incidents:codes_revoke", args=[online.incident.number])
    client.post(address, {"reason": "支付页面异常", "site": ""})
    code.refresh_from_db()
    assert code.revoked_at


def test_codes_are_prolonged_on_a_page(client, at, code, manager):
    client.force_login(manager)
    client.post(at("codes_prolong"), {"until": "2026-11-30T12:00"})
    code.refresh_from_db()
    assert code.expires_at == NOON + timedelta(days=7)


def test_a_terminal_gets_a_code_on_a_page(client, at, manager, place):
    terminal = place.terminals.first()
    client.force_login(manager)
    assert client.post(at("code_add"), {"terminal": terminal.code, "service": "水费"}).status_code == 302
    assert EmergencyCode.objects.get(terminal=terminal).service == "水费"


def test_a_second_code_for_the_same_is_refused_beside_the_form(client, at, manager, place):
    client.force_login(manager)
    for _ in range(2):
        response = client.post(at("code_add"), {"terminal": place.terminals.first().code})
    assert response.status_code == 400
    assert "已有有效的二维码" in response.text


@pytest.mark.parametrize("name", ["codes", "substitute", "channels_named"])
def test_a_stranger_finds_nothing(client, at, outsider, name):
    client.force_login(outsider)
    assert client.get(at(name)).status_code == 404


def test_an_auditor_reads_and_prints_nothing(client, at, code, auditor):
    client.force_login(auditor)
    assert client.get(at("codes")).status_code == 200
    assert client.post(at("code_print", code.code), {"form": "A4"}).status_code == 403


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_asks_the_same_number_of_questions(
    client, make_online, commander, make_site, number, django_assert_max_num_queries
):
    row = make_online(None, actor=commander)
    for count in range(number):
        site = make_site(f"310104-{count:04d}")
        EmergencyCode.objects.create(
            code=f"AAAA{count:04d}", substitute=row, site=site, expires_at=NOON, created_at=NOON
        )
    client.force_login(commander)
    with django_assert_max_num_queries(14):
        client.get(reverse("incidents:codes", args=[row.incident.number, row.pk]))


@pytest.mark.parametrize(("form", "millimetres"), [("A4", (210, 297)), ("A6", (105, 148))])
def test_paper_has_its_size_and_one_page(code, form, millimetres):
    printed = setting.render(Sheet("emergency_code", "应急支付二维码", "标题", NOON, sheet_facts(code, form)))
    assert printed.pages == 1
    page = pypdfium2.PdfDocument(printed.pdf)[0]
    assert tuple(round(side / 72 * 25.4) for side in page.get_size()) == millimetres


@pytest.mark.parametrize("form", ["A4", "A6"])
def test_the_printed_code_can_be_scanned_and_is_large_enough(code, form):
    printed = setting.render(Sheet("emergency_code", "应急支付二维码", "标题", NOON, sheet_facts(code, form)))
    picture = pypdfium2.PdfDocument(printed.pdf)[0].render(scale=4).to_pil()
    found = zxingcpp.read_barcodes(picture)[0]
    corners = found.position
    assert found.text == sheet_facts(code, form)["url"]
    assert (corners.top_right.x - corners.top_left.x) / 4 / 72 * 25.4 >= 35


@pytest.mark.parametrize("form", ["A4", "A6"])
def test_a_drills_banner_and_a_long_name_stay_on_one_page(code, form):
    long = {"drill": True, "site": "黄浦区政务服务中心（人民路办事大厅）一楼自助服务区"}
    facts = {**sheet_facts(code, form), **long, "phone": "021-63350000", "hotline": "400-820-8820"}
    assert setting.render(Sheet("emergency_code", "应急支付二维码", "标题", NOON, facts)).pages == 1


def test_the_same_code_is_the_same_paper(code):
    sheets = [Sheet("emergency_code", "应急支付二维码", "标题", NOON, sheet_facts(code, "A4")) for _ in range(2)]
    assert setting.render(sheets[0]).sha256 == setting.render(sheets[1]).sha256


def test_paper_is_ordered_and_waits_to_be_printed(client, at, code, manager):
    client.force_login(manager)
    response = client.post(at("code_print", code.code), {"form": "A6"})
    paper = Paper.objects.get()
    assert response["Location"] == reverse("papers:paper", args=[paper.pk])
    assert client.get(response["Location"]).status_code == 200


def test_a_dead_code_is_not_printed(client, at, code, manager, clock):
    clock.shift(timedelta(days=4))
    client.force_login(manager)
    assert client.post(at("code_print", code.code), {"form": "A4"}).status_code == 400


def test_programs_read_codes_and_revoke_them(client, code, manager):
    client.force_login(manager)
    found = client.get("/api/v1/emergency-codes/", {"incident": code.substitute.incident.number}).json()["results"]
    assert [(one["code"], one["state"]) for one in found] == [(code.code, "valid")]
    answer = client.post(f"/api/v1/emergency-codes/{code.code}/revoke/", {"reason": "停用"})
    assert answer.json()["state"] == "revoked"


def test_programs_of_strangers_find_nothing(client, code, outsider):
    client.force_login(outsider)
    assert client.get("/api/v1/emergency-codes/").json()["results"] == []
    assert client.post(f"/api/v1/emergency-codes/{code.code}/revoke/", {"reason": "停用"}).status_code == 404


def test_programs_read_channels_without_the_acquirers_code(client, auditor, make_channel):
    make_channel(merchant_code=EXAMPLE)
    client.force_login(auditor)
    found = client.get("/api/v1/online-channels/").json()["results"][0]
    assert found["name"] == "微信公众号"
    assert "merchant_code" not in found
