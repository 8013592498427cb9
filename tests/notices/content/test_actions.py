"""The life of a notice: drafted, reviewed by another, issued once everywhere, replaced, taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.response.models import Incident, TimelineEntry
from notices.content import actions, queries, registry
from notices.content.models import Notice, NoticeText, ReviewRule
from notices.content.sweeps import expire_notices
from tests.conftest import NOON

LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def outlet(monkeypatch):
    """An outlet of the tests that notes what it is asked."""
    asked = []
    note = lambda what: lambda notice, *, actor, now: asked.append((what, notice.number))  # noqa: E731
    fake = registry.Outlet(
        "fake", "假渠道", "megaphone", 1, True, lambda told: registry.Preview("notices/content/cells/status.html", {}), note("publish"), note("replace"),
        note("withdraw"),
    )  # fmt: skip
    monkeypatch.setattr(registry, "_outlets", {"fake": fake})
    return asked


def code_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def test_a_draft_has_the_incidents_sites_and_a_number(make_notice, incident, publisher):
    notice = make_notice(incident, actor=publisher)
    assert notice.number == "FB-20261123-001"
    assert [row.site.code for row in notice.sites.all()] == ["310101-0001"]


def test_numbers_of_a_day_follow_each_other(make_notice, incident):
    assert [make_notice(incident).number[-3:] for _ in range(3)] == ["001", "002", "003"]


def test_an_edit_is_a_new_version_and_the_old_one_stays(make_notice, incident, publisher):
    notice = make_notice(incident)
    edited = actions.edit(notice, {"zh-hans": {"title": "新标题"}}, actor=publisher, now=NOON, seen=1)
    assert (edited.version, edited.title) == (2, "新标题")
    assert NoticeText.objects.filter(notice=notice).count() == 2


def test_an_edit_of_what_somebody_changed_meanwhile_is_refused(make_notice, incident, publisher):
    notice = make_notice(incident)
    actions.edit(notice, {"zh-hans": {"title": "一"}}, actor=publisher, now=NOON, seen=1)
    edit = lambda: actions.edit(notice, {"zh-hans": {"title": "二"}}, actor=publisher, now=NOON, seen=1)  # noqa: E731
    assert code_of(edit) == "notice_changed"


def test_whoever_hands_in_does_not_approve(make_notice, incident, commander):
    notice = actions.submit(make_notice(incident), actor=commander, now=NOON)
    assert code_of(lambda: actions.approve(notice, actor=commander, now=NOON, seen=1)) == "notice_same_person"


def test_whoever_wrote_does_not_approve(make_notice, incident, commander, publisher):
    notice = actions.submit(make_notice(incident, actor=commander), actor=publisher, now=NOON)
    assert code_of(lambda: actions.approve(notice, actor=commander, now=NOON, seen=1)) == "notice_same_person"


def test_without_four_eyes_one_person_is_enough(make_notice, incident, commander):
    ReviewRule.objects.create(kind="alert", needs_second=False)
    notice = actions.submit(make_notice(incident), actor=commander, now=NOON)
    assert actions.approve(notice, actor=commander, now=NOON, seen=1).status == "approved"


def test_an_emergency_needs_no_second_person_and_stays_on_record(make_notice, incident, commander):
    notice = actions.issue_in_emergency(make_notice(incident), actor=commander, now=NOON, reason="夜间无人", seen=1)
    assert (notice.status, notice.approved_by, notice.override_reason) == ("issued", None, "夜间无人")
    assert TimelineEntry.objects.filter(incident=incident, code="notice_overridden", text="夜间无人").exists()


def test_an_emergency_needs_a_reason(make_notice, incident, commander):
    with pytest.raises(Invalid):
        actions.issue_in_emergency(make_notice(incident), actor=commander, now=NOON, reason=" ", seen=1)


def test_a_publisher_does_not_override(make_notice, incident, publisher):
    with pytest.raises(Forbidden):
        actions.issue_in_emergency(make_notice(incident), actor=publisher, now=NOON, reason="急", seen=1)


def test_an_emergency_is_refused_where_the_rule_does_not_allow_it(make_notice, incident, commander):
    ReviewRule.objects.create(kind="alert", may_override=False)
    notice = make_notice(incident)
    call = lambda: actions.issue_in_emergency(notice, actor=commander, now=NOON, reason="急", seen=1)  # noqa: E731
    assert code_of(call) == "notice_no_override"


@pytest.mark.parametrize("text", ["", "请在{until}前办理"])
def test_an_empty_field_or_placeholder_is_refused_before_approval(make_notice, incident, publisher, text):
    notice = make_notice(incident, words={"lead": text})
    assert code_of(lambda: actions.submit(notice, actor=publisher, now=NOON)) == "notice_problems"


def test_what_an_outlet_cannot_carry_is_refused(outlet, monkeypatch, make_notice, incident, publisher):
    full = registry.Preview("notices/content/cells/status.html", {}, limits=[registry.Limit("字数", 33, 32)])
    fake = replace(registry.outlets()[0], preview=lambda told: full)
    monkeypatch.setattr(registry, "_outlets", {"fake": fake})
    assert code_of(lambda: actions.submit(make_notice(incident), actor=publisher, now=NOON)) == "notice_problems"


def test_an_issued_notice_goes_to_every_outlet_with_its_sites_facts(outlet, make_notice, incident, issued):
    notice = issued(make_notice(incident))
    assert outlet == [("publish", notice.number)]
    assert queries.told(notice).sites[0].facts["incident"] == incident.number


def test_an_update_takes_the_place_of_the_one_before(outlet, make_notice, incident, issued):
    first = issued(make_notice(incident))
    second = issued(make_notice(incident, kind="update", now=LATER), now=LATER)
    assert outlet[-1] == ("replace", second.number)
    assert Notice.objects.get(pk=first.pk).status == "superseded"
    assert queries.told(second).earlier == (first.number,)


def test_an_outlet_that_the_update_leaves_out_is_emptied(outlet, make_notice, incident, issued):
    first = issued(make_notice(incident))
    issued(make_notice(incident, kind="update", now=LATER, outlets=[]), now=LATER)
    assert outlet[-1] == ("withdraw", first.number)


def test_a_drill_never_reaches_the_public(outlet, make_notice, make_incident, site, issued):
    notice = issued(make_notice(make_incident(site, is_drill=True)))
    assert outlet == []
    assert notice.events.get(kind="outlet").params == {"kept_from_public": ["fake"]}


def test_a_withdrawn_drill_does_not_call_the_public_either(outlet, make_notice, make_incident, site, issued, commander):
    notice = issued(make_notice(make_incident(site, is_drill=True)))
    actions.withdraw(notice, actor=commander, now=LATER, reason="误发")
    assert outlet == []


def test_a_withdrawn_notice_is_taken_back_everywhere(outlet, make_notice, incident, issued, commander):
    notice = issued(make_notice(incident))
    withdrawn = actions.withdraw(notice, actor=commander, now=LATER, reason="误发")
    assert (outlet[-1], withdrawn.end_reason) == (("withdraw", notice.number), "误发")


def test_a_notice_expires_once(outlet, make_notice, incident, issued):
    notice = issued(make_notice(incident))
    assert not actions.expire(notice, now=LATER)
    assert actions.expire(notice, now=notice.expires_at)
    assert code_of(lambda: actions.expire(notice, now=notice.expires_at)) == "notice_status"


def test_a_text_edited_after_review_is_not_what_was_read(make_notice, incident, publisher, approver):
    notice = actions.submit(make_notice(incident), actor=publisher, now=NOON)
    assert code_of(lambda: actions.approve(notice, actor=approver, now=NOON, seen=2)) == "notice_changed"


def test_sent_back_it_may_be_edited_again(make_notice, incident, publisher, approver):
    notice = actions.submit(make_notice(incident), actor=publisher, now=NOON)
    back = actions.send_back(notice, actor=approver, now=NOON, reason="时间不对")
    assert actions.edit(back, {"zh-hans": {"title": "改"}}, actor=publisher, now=NOON, seen=1).version == 2


@pytest.mark.parametrize("who", ["outsider", "field_staff", "auditor"])
def test_others_do_not_write(request, make_notice, incident, who):
    with pytest.raises(Forbidden):
        make_notice(incident, actor=request.getfixturevalue(who))


def test_a_maintenance_notice_has_sites_and_no_incident(make_notice, site, publisher, regions):
    times = {"began_at": LATER, "expected_until": LATER + timedelta(hours=2)}
    notice = make_notice(kind="maintenance", actor=publisher, region=regions["310101"], sites=[site], **times)
    assert (notice.incident, notice.expires_at) == (None, LATER + timedelta(hours=2))


def test_an_incidents_notice_needs_its_incident(make_notice, publisher):
    with pytest.raises(Invalid):
        make_notice(kind="alert", actor=publisher, began_at=NOON)


def test_reading_many_costs_as_much_as_reading_few(make_notice, make_incident, make_site, django_assert_num_queries):
    notices = [make_notice(make_incident(make_site(f"310101-{n:04d}"))) for n in range(1, 8)]
    with django_assert_num_queries(4):
        queries.tell(notices[:2])
    with django_assert_num_queries(4):
        queries.tell(notices)


def test_not_even_an_emergency_prints_a_placeholder(make_notice, incident, commander):
    notice = make_notice(incident, words={"until": "{until}"})
    hurry = lambda: actions.issue_in_emergency(notice, actor=commander, now=NOON, reason="全城停电", seen=1)  # noqa: E731
    assert code_of(hurry) == "notice_problems"


@pytest.mark.parametrize("status", ["restored", "closed", "false_alarm", "merged"])
def test_an_outage_that_is_over_by_now_is_not_told(outlet, make_notice, incident, publisher, approver, status):
    notice = actions.submit(make_notice(incident), actor=publisher, now=NOON)
    approved = actions.approve(notice, actor=approver, now=NOON, seen=1)
    Incident.objects.update(status=status)
    assert code_of(lambda: actions.issue(approved, actor=approver, now=LATER)) == "notice_out_of_date"
    assert outlet == []


def test_an_all_clear_is_not_told_of_an_incident_that_was_opened_again(make_notice, incident, commander):
    notice = make_notice(incident, kind="all_clear")
    issue = lambda: actions.issue_in_emergency(notice, actor=commander, now=NOON, reason="急", seen=1)  # noqa: E731
    assert code_of(issue) == "notice_out_of_date"


def test_what_is_not_issued_follows_its_incident_into_a_wider_region(make_notice, incident, make_person, regions):
    district = make_person("district", "publisher", regions=[regions["310101"]])
    notice = make_notice(incident, actor=district)
    Incident.objects.update(region=regions["310000"])
    with pytest.raises(Forbidden):
        actions.submit(notice, actor=district, now=NOON)
    whole = make_person("city", "publisher", regions=[regions["310000"]])
    assert actions.submit(notice, actor=whole, now=NOON).region == regions["310000"]


@pytest.mark.logs_errors
def test_one_that_cannot_be_taken_back_does_not_keep_the_others(
    outlet, make_notice, make_incident, make_site, issued, monkeypatch
):
    first, second = (issued(make_notice(make_incident(make_site(f"310101-000{n}")))) for n in (1, 2))
    expire = actions.expire
    failing = lambda notice, now: 1 / 0 if notice == first else expire(notice, now=now)  # noqa: E731
    monkeypatch.setattr(actions, "expire", failing)
    monkeypatch.setattr("emergency_ops.lib.clock.now", lambda: second.expires_at)
    assert expire_notices() == 1


def test_terminals_are_counted_when_the_notice_is_issued(make_notice, make_incident, make_site, issued):
    sites = [make_site("310101-0001"), make_site("310101-0002")]
    incident = make_incident(*sites)
    notice = make_notice(incident)
    incident.terminals.filter(terminal__site=sites[1]).update(until=LATER)
    told = queries.told(issued(notice, now=LATER))
    assert [bool(site.affected) for site in told.sites] == [bool(site.facts) for site in told.sites] == [True, False]
