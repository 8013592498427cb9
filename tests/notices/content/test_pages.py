"""The pages of notices, for whoever writes, whoever approves and whoever must not see them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from incidents.monitoring.models import TerminalState
from notices.content import actions
from notices.content.models import Notice, ReviewRule
from tests.conftest import NOON
from tests.notices.conftest import WORDS

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def browse(client):
    def as_(person):
        client.force_login(person)
        return client

    return as_


def page(name, *args):
    return reverse(f"content:{name}", args=args)


def fields(**more):
    words = {f"zh_{name}": text for name, text in WORDS.items()}
    return {"version": 1, "outlets": ["paper"], **words, "zh_lead": "线路中断", **more}


def post(client, name, number, **data):
    return client.post(page(name, number), data, follow=True).content.decode()


def test_a_draft_is_written_from_an_incident(browse, incident, publisher):
    answer = browse(publisher).post(f"{page('create')}?incident={incident.number}", fields())
    assert answer.url == page("notice", "FB-20261123-001")


def test_a_form_that_is_refused_keeps_what_was_written(browse, incident, publisher):
    answer = browse(publisher).post(f"{page('create')}?incident={incident.number}", fields(zh_title=""))
    assert (answer.status_code, "线路中断" in answer.content.decode()) == (400, True)


def test_maintenance_names_its_sites(browse, site, publisher):
    data = fields(sites=site.code, region="310101", began_at="2026-11-24T22:00", expected_until="2026-11-24T23:00")
    browse(publisher).post(page("create"), data)
    assert [row.site for row in Notice.objects.get().sites.all()] == [site]


def test_an_unknown_site_is_named(browse, site, publisher):
    data = fields(sites="999", region="310101", began_at="2026-11-24T22:00", expected_until="2026-11-24T23:00")
    assert "999" in browse(publisher).post(page("create"), data).content.decode()


def test_an_edit_says_when_somebody_was_quicker(browse, make_notice, incident, publisher):
    notice = make_notice(incident)
    actions.edit(notice, {"zh-hans": {"title": "别人的"}}, actor=publisher, now=NOON, seen=1)
    answer = browse(publisher).post(page("edit", notice.number), fields())
    assert "已被他人修改" in answer.content.decode()


def test_handed_in_approved_and_issued_by_buttons(browse, make_notice, incident, publisher, approver):
    notice = make_notice(incident)
    post(browse(publisher), "submit", notice.number)
    post(browse(approver), "approve", notice.number, version=1, issue=1)
    assert Notice.objects.get().status == "issued"


def test_the_author_is_told_that_another_person_must_approve(browse, make_notice, incident, publisher):
    notice = actions.submit(make_notice(incident), actor=publisher, now=NOON)
    assert "须由另一人审核" in browse(publisher).get(page("notice", notice.number)).content.decode()


def test_a_refused_move_is_said_on_the_notices_page(browse, make_notice, incident, publisher):
    notice = make_notice(incident, words={"cash": ""})
    assert "还不能提交或批准" in post(browse(publisher), "submit", notice.number)


def test_an_emergency_stays_visible(browse, make_notice, incident, commander):
    notice = make_notice(incident)
    post(browse(commander), "override", notice.number, version=1, text="夜间无人")
    assert "未经第二人审核" in browse(commander).get(page("notice", notice.number)).content.decode()


def test_two_versions_are_compared(browse, make_notice, incident, publisher):
    notice = make_notice(incident)
    actions.edit(notice, {"zh-hans": {"title": "新的标题"}}, actor=publisher, now=NOON, seen=1)
    assert "<ins>" in browse(publisher).get(page("diff", notice.number)).content.decode()


@pytest.mark.parametrize("query", ["?from=9", "?to=x", "?from=0", "?to=" + "1" * 5000])
def test_a_version_that_is_not_there_is_not_found(browse, make_notice, incident, publisher, query):
    assert browse(publisher).get(page("diff", make_notice(incident).number) + query).status_code == 404


@pytest.mark.parametrize("name", ["notice", "edit", "diff", "deliveries"])
def test_an_outsider_finds_nothing(browse, make_notice, incident, outsider, name):
    assert browse(outsider).get(page(name, make_notice(incident).number)).status_code == 404


@pytest.mark.parametrize("name", ["submit", "approve", "issue", "override", "withdraw", "discard", "send_back"])
def test_an_auditor_only_reads(browse, make_notice, incident, auditor, name):
    notice = make_notice(incident)
    assert browse(auditor).get(page("notice", notice.number)).status_code == 200
    assert browse(auditor).post(page(name, notice.number), {"text": "x", "version": 1}).status_code == 403


@pytest.mark.parametrize("name", ["panel", "incident"])
def test_the_incident_shows_its_notices(browse, make_notice, incident, manager, name):
    notice = make_notice(incident)
    assert notice.title in browse(manager).get(page(name, incident.number)).content.decode()


def test_markup_ends_as_text(browse, make_notice, incident, publisher):
    notice = make_notice(incident, words={"lead": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in browse(publisher).get(page("notice", notice.number)).content.decode()


def test_the_list_costs_the_same_for_ten_and_for_fifty(
    browse, make_notice, incident, auditor, django_assert_max_num_queries
):
    client = browse(auditor)
    for _ in range(50):
        make_notice(incident)
    for size in (10, 50):
        with django_assert_max_num_queries(9):
            client.get(f"{page('list')}?per_page={size}")


def test_a_commander_sets_the_review_rules(browse, commander):
    browse(commander).post(page("review_rules"), {"alert-may_override": "on"})
    assert (ReviewRule.objects.get(pk="alert").needs_second, ReviewRule.objects.get(pk="alert").may_override) == (
        False,
        True,
    )


def test_others_do_not(browse, publisher):
    assert browse(publisher).get(page("review_rules")).status_code == 403


def test_a_withdrawn_notice_says_so_and_names_the_current_one(browse, make_notice, incident, issued, auditor):
    first = issued(make_notice(incident))
    later = NOON + timedelta(minutes=1)
    second = issued(make_notice(incident, kind="update", now=later), now=later)
    assert second.number in browse(auditor).get(page("notice", first.number)).content.decode()


def test_the_form_begins_with_what_the_system_would_say(browse, incident, publisher):
    answer = browse(publisher).get(f"{page('create')}?incident={incident.number}").content.decode()
    assert "通信线路" in answer


def test_maintenance_is_put_into_words(browse, site, publisher):
    data = {
        "sites": site.code,
        "region": "310101",
        "began_at": "2026-11-24T22:00",
        "expected_until": "2026-11-24T23:00",
    }
    answer = browse(publisher).post(page("create"), {**data, "work": "更换扫码头", "fill": "1"}).content.decode()
    assert "11月24日22:00" in answer
    assert not Notice.objects.exists()


def test_an_end_that_is_emptied_is_open_and_the_notice_holds_as_long_as_that_says(
    browse, make_notice, incident, publisher
):
    notice = make_notice(incident)
    browse(publisher).post(page("edit", notice.number), fields(expected_until="", expires_at=""))
    notice.refresh_from_db()
    assert (notice.version, notice.expected_until, notice.expires_at) == (2, None, NOON + timedelta(hours=72))


def test_whoever_writes_an_alert_may_leave_its_end_open(browse, incident, publisher):
    browse(publisher).post(f"{page('create')}?incident={incident.number}", fields(expected_until=""))
    assert Notice.objects.get().expected_until is None


def test_a_notice_that_would_end_before_the_trouble_is_refused(browse, make_notice, incident, publisher):
    times = {"expected_until": "2026-11-26T12:00", "expires_at": "2026-11-24T16:00"}
    answer = browse(publisher).post(page("edit", make_notice(incident).number), fields(**times))
    assert "有效期早于预计恢复时间" in answer.content.decode()


def test_a_notice_for_no_channel_is_refused(browse, make_notice, incident, publisher):
    answer = browse(publisher).post(page("edit", make_notice(incident).number), fields(outlets=[]))
    assert answer.status_code == 400


def test_a_region_that_is_not_chosen_is_asked_for_and_the_words_stay(browse, site, make_person, regions):
    publisher = make_person("district", "publisher", regions=[regions["310101"]])
    data = fields(sites=site.code, began_at="2026-11-24T22:00", expected_until="2026-11-24T23:00")
    answer = browse(publisher).post(page("create"), data)
    assert (answer.status_code, "线路中断" in answer.content.decode()) == (400, True)


def test_words_made_from_the_places_are_no_error(browse, site, publisher):
    data = fields(sites=site.code, region="310101", began_at="2026-11-24T22:00", expected_until="2026-11-24T23:00")
    assert browse(publisher).post(page("create"), {**data, "fill": "1"}).status_code == 200


def test_an_all_clear_is_written_without_an_expected_end(browse, incident, publisher):
    address = f"{page('create')}?incident={incident.number}&kind=all_clear"
    assert 'name="expected_until"' not in browse(publisher).get(address).content.decode()
    browse(publisher).post(address, fields())
    assert (Notice.objects.get().kind, Notice.objects.get().expected_until) == ("all_clear", None)


@pytest.mark.parametrize(("kind", "offered"), [("alert", True), ("all_clear", False)])
def test_an_end_is_told_once(browse, make_notice, issued, incident, publisher, kind, offered):
    notice = issued(make_notice(incident, kind))
    end = f"{page('create')}?incident={incident.number}&amp;kind=all_clear"
    for shown in (page("notice", notice.number), page("incident", incident.number)):
        assert (end in browse(publisher).get(shown).content.decode()) is offered


def test_what_the_database_cannot_hold_is_left_out_of_a_reason(browse, make_notice, incident, publisher):
    notice = make_notice(incident)
    post(browse(publisher), "discard", notice.number, text="重\x00复")
    assert Notice.objects.get().end_reason == "重复"


@pytest.mark.parametrize("name", ["zh_lead", "zh_instead", "en_lead"])
def test_a_text_of_many_pages_is_refused(browse, make_notice, incident, publisher, name):
    answer = browse(publisher).post(page("edit", make_notice(incident).number), fields(**{name: "长" * 2001}))
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["expected_until", "expires_at"])
def test_a_slip_in_the_year_is_pointed_out(browse, incident, publisher, name):
    answer = browse(publisher).post(
        f"{page('create')}?incident={incident.number}", fields(**{name: "9999-12-31T23:59"})
    )
    assert "请检查年份" in answer.content.decode()


def test_an_incident_that_cannot_be_is_not_found(browse, publisher, db):
    assert browse(publisher).get(page("create") + "?incident=x%00").status_code == 404


@pytest.mark.parametrize("part", ["previews", "places"])
def test_what_its_page_fetches_is_for_who_sees_the_notice(browse, make_notice, incident, publisher, outsider, part):
    notice = make_notice(incident)
    assert browse(publisher).get(page(part, notice.number)).status_code == 200
    assert browse(outsider).get(page(part, notice.number)).status_code == 404


def test_its_page_fetches_what_every_channel_makes_of_it(browse, make_notice, incident, publisher):
    notice = make_notice(incident)
    client = browse(publisher)
    assert page("previews", notice.number) in client.get(page("notice", notice.number)).content.decode()
    shown = client.get(page("previews", notice.number)).context["previews"]
    assert {one.outlet.code for one in shown} >= {"paper", "wechat", "screen"}


def test_a_draft_is_nowhere_yet(browse, make_notice, incident, publisher):
    notice = make_notice(incident)
    assert "还没有投放到任何地方" in browse(publisher).get(page("places", notice.number)).content.decode()


@pytest.fixture
def over(make_incident, site):
    return make_incident(site, status="restored")


@pytest.mark.parametrize(("condition", "warned"), [("offline", True), ("out_of_service", True), ("in_service", False)])
def test_an_all_clear_says_that_reports_do_not_agree(browse, make_notice, over, publisher, condition, warned):
    notice = make_notice(over, kind="all_clear")
    state = {"at": NOON, "received_at": NOON, "last_heard_at": NOON, "condition": condition, "device": "online"}
    for row in over.terminals.all():
        TerminalState.objects.create(terminal=row.terminal, seq=1, seen=b"", **state)
    page_of = browse(publisher).get(page("notice", notice.number)).content.decode()
    assert ("请先核实确已恢复" in page_of) == warned
