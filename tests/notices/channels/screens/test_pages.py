"""The pages of terminals' screens: of a notice, of a terminal, what shows where now."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.roles import Role
from incidents.response.diagnosis.models import TerminalScreen
from notices.channels.screens.models import ScreenChoice, ScreenText
from notices.content.models import NoticeEvent

LAST = "310101-0001-03"
TEXT = "自助终端暂停服务，请到人工窗口或扫码缴费。"


@pytest.fixture
def as_(client, request):
    def sign_in(persona):
        client.force_login(request.getfixturevalue(persona))
        return client

    return sign_in


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_all_terminals_of_a_notice_with_their_receipts(standing, as_):
    page = page_of(as_("publisher"), f"/notices/screens/{standing.number}/")
    assert "3 / 3 台正在显示" in page
    assert LAST in page


@pytest.mark.parametrize(("persona", "status"), [("manager", 200), ("auditor", 200), ("outsider", 404)])
def test_who_sees_it(standing, as_, persona, status):
    assert as_(persona).get(f"/notices/screens/{standing.number}/").status_code == status


def test_an_auditor_has_no_buttons(standing, as_):
    assert "take_off" not in page_of(as_("auditor"), f"/notices/screens/{standing.number}/")


def test_filters_keep_a_state(standing, as_):
    ScreenText.objects.filter(terminal__code=LAST).update(state="failed")
    page = page_of(as_("publisher"), f"/notices/screens/{standing.number}/?state=failed")
    assert LAST in page
    assert "310101-0001-02" not in page


def test_it_is_taken_off_one_terminal_and_put_back(standing, as_, fleet, states):
    client, address = as_("publisher"), f"/notices/screens/{standing.number}/act/"
    client.post(address, {"do": "take_off", "terminal": LAST})
    fleet.turn()
    assert states(standing) == {"01": "shown", "02": "shown", "03": "cleared"}
    client.post(address, {"do": "put_back", "terminal": LAST})
    fleet.turn()
    assert states(standing)["03"] == "shown"
    assert NoticeEvent.objects.filter(notice=standing, kind="outlet", params__outlet="screen").count() == 2


def test_what_was_taken_off_is_left_out_of_the_update(standing, as_, make_notice, issued, incident, fleet, states):
    as_("publisher").post(f"/notices/screens/{standing.number}/act/", {"do": "take_off", "terminal": LAST})
    update = issued(make_notice(incident, "update"), now=now_clock.now())
    assert set(states(update)) == {"01", "02"}


def test_all_that_the_filter_finds_are_meant(standing, as_, states):
    client = as_("publisher")
    client.post(f"/notices/screens/{standing.number}/act/?q=03", {"do": "take_off", "all": "1"})
    assert states(standing) == {"01": "shown", "02": "shown", "03": "leaving"}


def test_nothing_ticked_is_said(standing, as_):
    assert as_("publisher").post(f"/notices/screens/{standing.number}/act/", {"do": "retry"}).status_code == 400


def test_an_auditor_takes_nothing_off(standing, as_):
    answer = as_("auditor").post(f"/notices/screens/{standing.number}/act/", {"do": "take_off", "terminal": LAST})
    assert answer.status_code == 403


def test_terminals_are_chosen_before_it_is_issued(make_notice, issued, incident, as_, fleet, states):
    notice = make_notice(incident)
    answer = as_("publisher").post(
        f"/notices/screens/{notice.number}/choose/", {"places": "terminals", "terminals": [LAST]}
    )
    assert answer.status_code == 302
    assert states(issued(notice)) == {"03": "wanted"}


def test_an_issued_notice_follows_what_is_chosen(standing, as_, fleet, states):
    client = as_("publisher")
    client.post(f"/notices/screens/{standing.number}/choose/", {"places": "terminals", "terminals": [LAST]})
    fleet.turn()
    assert states(standing) == {"01": "cleared", "02": "cleared", "03": "shown"}


@pytest.mark.parametrize("data", [{"places": "terminals"}, {"places": "sites"}, {"places": "x"}])
def test_a_choice_without_places_is_refused(standing, as_, data):
    assert as_("publisher").post(f"/notices/screens/{standing.number}/choose/", data).status_code == 400
    assert not ScreenChoice.objects.exists()


def test_sites_are_chosen(make_notice, make_incident, site, make_site, issued, as_, states, clock):
    other = make_site("310101-0002")
    notice = make_notice(make_incident(site, other))
    as_("publisher").post(f"/notices/screens/{notice.number}/choose/", {"places": "sites", "sites": [other.pk]})
    assert set(ScreenText.objects.filter(notice=issued(notice)).values_list("terminal__code", flat=True)) == {
        "310101-0002-01"
    }


def test_neighbours_show_it_too(make_notice, make_incident, make_site, issued, as_, clock):
    here = make_site("310101-0002", latitude=31.23, longitude=121.47)
    make_site("310101-0003", latitude=31.24, longitude=121.47)
    make_site("310101-0004", latitude=31.35, longitude=121.47)
    notice = make_notice(make_incident(here))
    as_("publisher").post(f"/notices/screens/{notice.number}/choose/", {"places": "all", "neighbours": "on"})
    shown = ScreenText.objects.filter(notice=issued(notice)).values_list("terminal__site__code", flat=True)
    assert sorted(shown) == ["310101-0002", "310101-0003"]


def test_nobody_reaches_over_the_border_of_their_region(
    make_notice, make_incident, make_site, issued, as_, make_person
):
    here = make_site("310101-0002", latitude=31.23, longitude=121.47)
    make_site("310104-0003", latitude=31.24, longitude=121.47)
    notice = make_notice(make_incident(here))
    client = as_("publisher")
    client.force_login(make_person("district", Role.PUBLISHER, regions=["310101"]))
    address = f"/notices/screens/{notice.number}/choose/"
    assert client.post(address, {"places": "all", "neighbours": "on"}).status_code == 400
    assert client.post(address, {"places": "all"}).status_code == 302
    assert not ScreenChoice.objects.get(notice=notice).neighbours


def test_what_a_terminal_shows_is_on_its_page(standing, as_):
    fragment = page_of(as_("field_staff"), f"/notices/screens/terminals/{LAST}/")
    assert TEXT in fragment
    assert standing.number in fragment
    assert f"/notices/screens/terminals/{LAST}/" in page_of(as_("field_staff"), f"/network/terminals/{LAST}/")


def test_a_terminal_that_has_said_nothing_is_not_claimed_to_be_empty(site, as_):
    assert "不清楚屏幕上有什么" in page_of(as_("field_staff"), f"/notices/screens/terminals/{LAST}/")


def test_what_shows_where_now(standing, as_, clock):
    page = page_of(as_("publisher"), "/notices/screens/")
    assert page.count(standing.number) >= 3
    clock.move_to(standing.expires_at)
    assert standing.number not in page_of(as_("publisher"), "/notices/screens/")


def test_an_outsider_sees_no_screen(standing, as_):
    assert LAST not in page_of(as_("outsider"), "/notices/screens/")
    assert as_("outsider").get(f"/notices/screens/terminals/{LAST}/").status_code == 404


def test_markup_on_a_screen_is_text(standing, as_):
    TerminalScreen.objects.update(text="<script>alert(1)</script>")
    assert "<script>alert" not in page_of(as_("publisher"), "/notices/screens/")


def test_programs_read_both(standing, as_):
    client = as_("publisher")
    (row, *_rest) = client.get(f"/api/v1/screen-texts/?notice={standing.number}&q=03").json()["results"]
    assert (row["terminal"], row["state"], row["reach"]) == (LAST, "shown", "online")
    assert len(client.get("/api/v1/screens/").json()["results"]) == 3


def test_the_deliveries_page_has_a_line_for_the_site(standing, as_):
    page = page_of(as_("publisher"), f"/notices/{standing.number}/deliveries/")
    assert "3 / 3 台正在显示" in page


def test_the_preview_says_how_many_terminals(standing, as_):
    page = page_of(as_("publisher"), f"/notices/{standing.number}/previews/")
    assert TEXT in page
    assert "在 3 台终端滚动" in page


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", ["/notices/screens/", "/notices/screens/{}/", "/notices/{}/deliveries/"])
def test_pages_ask_as_often_for_many_as_for_few(
    make_notice, make_incident, make_site, issued, as_, fleet, clock, address
):
    client, counts = as_("publisher"), []
    for number, terminals in ((2, 3), (3, 40)):
        notice = issued(make_notice(make_incident(make_site(f"310101-000{number}", terminals=terminals))))
        fleet.report()
        fleet.turn()
        client.get(address.format(notice.number))
        counts.append(queries_of(client, address.format(notice.number)))
    assert counts[0] == counts[1]
