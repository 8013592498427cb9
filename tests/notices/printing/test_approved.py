"""The approved text on a site's own sheet."""

from datetime import timedelta

import pytest

from emergency_ops.lib.errors import Forbidden, Refused
from notices.content import actions as content
from notices.content import queries
from notices.content.models import Notice
from notices.printing import actions, document, faces
from tests.conftest import NOON
from tests.notices.printing import paper

LONG = {
    "title": "自来水、燃气、电费自助缴费终端因通信线路中断暂停服务的公告",
    "lead": "因通信线路中断，本市部分自助缴费终端暂停服务。" * 4,
    "until": "正在抢修，预计11月23日16:00前恢复，如有变化另行公告",
    "instead": "到就近营业厅办理\n到任一合作银行柜台办理",
    "cash": "各营业厅人工窗口和合作银行柜台均收现金，不另收费；咨询电话95598。",
}


def rows(facts, name):
    return [text for label, text in [*facts["facts"], *facts["ways"]] if label == name]


@pytest.fixture
def sheet(incident, site, publisher):
    """sheet(**given): the site's notice, made now."""

    def make(now=NOON, **given):
        return actions.issue(incident, [site], actor=publisher, now=now, **given).notices.get()

    return make


@pytest.fixture
def notice(incident, make_notice, issued):
    return issued(make_notice(incident, en=True))


def test_without_an_issued_notice_a_sheet_is_made_from_the_facts(sheet, incident, make_notice):
    make_notice(incident)
    assert sheet().notice is None
    assert "notice" not in sheet().facts


def test_the_approved_text_is_printed(sheet, notice):
    facts = sheet().facts
    assert (facts["title"], facts["lead"]) == ("自助缴费暂停服务", "因通信线路中断，自助终端暂停服务。")
    assert rows(facts, "预计恢复") == ["今天16:00前"]
    assert rows(facts, "现金缴费") == ["请到一楼人工窗口，不另收费；电话95598。"]
    assert rows(facts, "请携带") == ["身份证、户号"]


def test_the_sheet_names_the_notice_its_issuer_and_its_approver(sheet, notice, approver):
    one = sheet()
    assert one.notice == notice
    assert one.facts["notice"]["number"] == notice.number
    assert (one.facts["issuer"], one.facts["notice"]["approver"]) == (approver.name, approver.name)


def test_who_approved_and_issued_stands_once_beside_who_handed_it_in(sheet, notice, approver):
    submitter = notice.submitted_by.name
    assert faces.face(sheet().facts, "zh")["signed"] == [("经办人", submitter), ("审核签发", approver.name)]
    assert f"Approved and issued by {approver.name}" in document.html([sheet().facts], "bilingual")


def test_two_persons_stand_with_their_own_parts(sheet, notice):
    facts = sheet().facts | {"issuer": "李敏"}
    assert [role for role, _ in faces.face(facts, "zh")["signed"]] == ["签发人", "审核人"]


def test_the_site_keeps_its_own_counter(sheet, incident, site, notice, make_substitute):
    make_substitute(incident, site=site)
    assert rows(sheet().facts, "人工窗口") == ["一楼大厅3号窗口（12:30—17:30）"]


def test_what_the_site_says_more_exactly_is_not_said_twice(sheet, incident, site, make_notice, issued, make_substitute):
    make_substitute(incident, site=site)
    issued(make_notice(incident, words={"instead": "到一楼大厅3号窗口办理\n扫码缴费\n到任一合作银行柜台办理"}))
    assert rows(sheet().facts, "其他办法") == ["到任一合作银行柜台办理"]


def test_english_is_the_approved_english(sheet, notice):
    english = sheet().facts["english"]
    assert english["title"] == "Payment terminals out of service"
    assert rows(english, "Cash") == ["Counter; no fee. Phone 95598."]


def test_a_notice_in_chinese_only_has_no_english_page(sheet, incident, make_notice, issued):
    issued(make_notice(incident))
    assert sheet().facts["english"] is None
    assert document.render([sheet().facts], "bilingual").pages == 1


def test_the_sheet_ends_with_its_notice(sheet, notice):
    assert sheet().facts["expires_at"] == queries.told(notice).expires_at.isoformat(timespec="seconds")


def test_asking_again_is_a_reprint(sheet, notice):
    assert sheet() == sheet(NOON + timedelta(minutes=5))


def test_an_issued_notice_gives_a_new_version(sheet, incident, make_notice, issued):
    before = sheet()
    issued(make_notice(incident))
    assert (before.version, sheet().version) == (1, 2)


def test_an_update_gives_a_new_version(sheet, incident, notice, make_notice, issued):
    before = sheet()
    issued(make_notice(incident, kind="update", words={"until": "今天18:00前"}))
    assert (sheet().version, rows(sheet().facts, "预计恢复")) == (before.version + 1, ["今天18:00前"])


def test_a_withdrawn_text_is_printed_no_more(sheet, notice, publisher):
    sheet()
    content.withdraw(notice, actor=publisher, now=NOON, reason="有误")
    assert sheet().notice is None


def test_issued_in_an_emergency_leaves_the_approver_to_be_written(sheet, incident, make_notice, approver):
    notice = make_notice(incident)
    content.issue_in_emergency(notice, actor=approver, now=NOON, reason="人员不在", seen=notice.version)
    facts = sheet().facts
    assert facts["notice"]["approver"] == ""
    assert "审核人<u>" in document.html([facts])


@pytest.fixture
def cleared(incident, notice, make_notice, issued):
    """The incident is over, and the all-clear is issued."""
    incident.status, incident.restored_at = "restored", NOON + timedelta(hours=2)
    incident.save(update_fields=["status", "restored_at"])
    words = {
        "title": "自助缴费已恢复",
        "lead": "自助终端已全部恢复。",
        "until": "已恢复正常",
        "instead": "重复缴费的款项将原路退回",
    }
    return issued(make_notice(incident, kind="all_clear", words=words), NOON + timedelta(hours=2))


def test_an_all_clear_is_printed_although_the_incident_is_over(sheet, cleared):
    facts = sheet(NOON + timedelta(hours=2)).facts
    assert facts["title"] == "自助缴费已恢复"
    assert rows(facts, "恢复时间") == ["11月23日14:00"]
    assert rows(facts, "温馨提示") == ["重复缴费的款项将原路退回"]
    assert facts["url"] == queries.told(cleared).url


def test_an_all_clear_says_until_when_it_hangs_and_fits_every_form(sheet, cleared):
    facts = sheet(NOON + timedelta(hours=2)).facts
    assert "张贴至" in document.html([facts])
    assert [document.render([facts], form).pages for form in ("a4", "a3", "slip", "large")] == [1, 1, 1, 1]


def test_without_an_all_clear_an_incident_that_is_over_prints_nothing(sheet, incident, notice):
    incident.status = "restored"
    incident.save(update_fields=["status"])
    with pytest.raises(Refused) as refusal:
        sheet()
    assert refusal.value.code == "notice_incident_over"


@pytest.fixture
def planned(make_notice, issued, site, regions):
    """Maintenance tomorrow at two sites' terminals."""
    tomorrow = NOON + timedelta(days=1)
    return issued(
        make_notice(
            None, kind="maintenance", region=regions["310101"], sites=[site], en=True, began_at=tomorrow,
            expected_until=tomorrow + timedelta(hours=3), words={"title": "自助缴费终端检修预告"},
        )
    )  # fmt: skip


def test_planned_maintenance_is_printed_without_an_incident(planned, site, publisher):
    job = actions.issue_of(planned, [site], actor=publisher, now=NOON)
    one = job.notices.get()
    assert (one.incident, one.notice, job.incident) == (None, planned, None)
    assert rows(one.facts, "检修时间") == ["11月24日12:00起"]
    assert rows(one.facts, "替代办法") == ["到一楼人工窗口办理"]
    assert planned.events.filter(params__sentence__startswith="生成网点公告1份").exists()


def test_planned_maintenance_is_reprinted(planned, site, publisher):
    first, again = (actions.issue_of(planned, [site], actor=publisher, now=NOON) for _ in range(2))
    assert first == again


def test_a_draft_of_maintenance_is_not_printed(make_notice, site, regions, publisher):
    draft = make_notice(
        None, kind="maintenance", region=regions["310101"], sites=[site], began_at=NOON + timedelta(days=1)
    )
    with pytest.raises(Refused) as refusal:
        actions.issue_of(draft, [site], actor=publisher, now=NOON)
    assert refusal.value.code == "notice_not_issued"


@pytest.mark.parametrize("name", ["auditor", "outsider"])
def test_others_do_not_print_maintenance(request, planned, site, name):
    with pytest.raises(Forbidden):
        actions.issue_of(planned, [site], actor=request.getfixturevalue(name), now=NOON)


def test_a_drill_s_all_clear_leads_to_the_sheet_s_own_page(incident, site, publisher, make_notice, issued):
    incident.is_drill, incident.status = True, "restored"
    incident.save(update_fields=["is_drill", "status"])
    issued(make_notice(incident, kind="all_clear"))
    facts = actions.issue(incident, [site], actor=publisher, now=NOON).notices.get().facts
    assert facts["url"] == facts["check_url"]


@pytest.mark.parametrize("form", ["a4", "a3", "slip", "large", "bilingual"])
def test_the_longest_approved_text_prints_in_every_form_without_overlap(sheet, incident, make_notice, issued, form):
    issued(make_notice(incident, words=LONG))
    facts = sheet().facts
    for page in paper.characters(document.render([facts], form).pdf):
        boxes = [box for character, size, *box in page if size < 100 and not character.isascii()]
        assert not [1 for at, a in enumerate(boxes) for b in boxes[at + 1 :] if paper.overlap(a, b) > 1.0]


def test_markup_in_a_text_is_text(sheet, incident, make_notice, issued):
    issued(make_notice(incident, words={"lead": "<script>alert(1)</script>终端暂停服务。"}))
    assert "<script>" not in document.html([sheet().facts])


def test_numbers_of_both_stand_on_the_sheet(sheet, notice):
    facts = sheet().facts
    text = "".join(c for c, *_ in paper.characters(document.render([facts]).pdf)[0])
    assert notice.number in text
    assert facts["number"] in text
    assert Notice.objects.get(pk=notice.pk).sheets.count() == 1
