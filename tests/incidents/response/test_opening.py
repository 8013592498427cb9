"""Incidents begin."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid
from incidents.escalation.models import Deadline
from incidents.monitoring.choices import Category, Scope
from incidents.response import actions
from incidents.response.models import Incident
from resources.network.models import Terminal

NOW = now_clock.now


def finding(**fields):
    return actions.Finding(
        **{
            "terminals": [],
            "sites": [],
            "category": Category.HARDWARE,
            "began_at": NOW() - timedelta(minutes=5),
            "title": "大厅终端黑屏",
            "description": "巡检发现",
            **fields,
        }
    )


def test_the_clock_starts_with_the_first_warning_not_with_the_opening(make_warning, site):
    warning = make_warning(site, opened_at=NOW() - timedelta(minutes=4))
    incident = actions.open_from_warning(warning, NOW())
    assert incident.clock_started_at == warning.opened_at
    assert incident.clock_due_at == warning.opened_at + timedelta(minutes=30)


def test_it_begins_when_the_fault_is_thought_to_have_begun(make_warning, site):
    warning = make_warning(site)
    assert actions.open_from_warning(warning, NOW()).began_at == warning.began_at


def test_a_warning_opens_one_incident_only(make_warning, site):
    warning = make_warning(site)
    assert actions.open_from_warning(warning, NOW()) == actions.open_from_warning(warning, NOW())


def test_a_regional_one_is_named_after_the_region_that_holds_its_sites(make_warning, make_site):
    sites = [make_site("310101-0001"), make_site("310104-0001")]
    incident = actions.open_from_warning(make_warning(*sites, scope=Scope.REGIONAL), NOW())
    assert (incident.region_id, incident.title) == ("310100", "上海市市辖区：外部中断，2个网点")


LINE = {"code": "silence.line", "params": {"key": "310101-电信"}}


def test_the_line_by_which_they_were_found_is_in_the_title(make_warning, make_site):
    sites = [make_site("310101-0001"), make_site("310101-0002")]
    incident = actions.open_from_warning(make_warning(*sites, scope=Scope.REGIONAL, evidence=LINE), NOW())
    assert incident.title == "黄浦区：线路310101-电信中断，2个网点"


def test_sites_without_mains_that_share_a_line_are_not_said_to_have_lost_it(make_warning, make_site):
    sites = [make_site("310101-0001"), make_site("310101-0002")]
    evidence = {"code": "fault.line", "params": {"key": "310101-电信", "codes": ["MAINS_LOST"]}}
    incident = actions.open_from_warning(make_warning(*sites, scope=Scope.REGIONAL, evidence=evidence), NOW())
    assert incident.title == "黄浦区：外部中断，2个网点"


def test_a_line_that_not_all_of_them_share_is_not_in_the_title(make_warning, make_site):
    sites = [make_site("310101-0001"), make_site("310101-0002")]
    Terminal.objects.filter(site=sites[0]).update(line="310101-移动")
    incident = actions.open_from_warning(make_warning(*sites, scope=Scope.REGIONAL, evidence=LINE), NOW())
    assert incident.title == "黄浦区：外部中断，2个网点"


def test_a_release_is_in_the_title_without_its_region(make_warning, make_site):
    sites = [make_site("310101-0001"), make_site("310101-0002")]
    Terminal.objects.update(software_version="4.2.1")
    evidence = {"code": "fault.version", "params": {"key": "310101/4.2.1"}}
    found = make_warning(*sites, scope=Scope.REGIONAL, category=Category.SOFTWARE, evidence=evidence)
    assert actions.open_from_warning(found, NOW()).title == "黄浦区：软件版本4.2.1异常，2个网点"


def test_a_method_that_fails_is_in_the_title(make_warning, site):
    warning = make_warning(site, scope=Scope.NETWORK_WIDE, payment_method="wechat")
    assert actions.open_from_warning(warning, NOW()).title == "全网：微信支付异常，1个网点"


def test_it_is_graded_by_the_rules(make_warning, site):
    warning = make_warning(site, scope=Scope.SINGLE_POINT, cause="BALANCE_WRONG")
    assert actions.open_from_warning(warning, NOW()).grade == "I"


def test_users_are_estimated_and_the_terms_are_kept(make_warning, make_site):
    incident = actions.open_from_warning(make_warning(make_site(terminals=3, opening_hours="08:00-18:00")), NOW())
    (term,) = incident.users_terms["terms"]
    assert (incident.affected_users, term["payments_per_hour"], term["visitors_per_hour"]) == (36, 36.0, 60.0)


def test_a_standby_terminal_is_not_usual_at_its_site(make_warning, make_site):
    site = make_site(terminals=3)
    spare = site.terminals.last()
    Terminal.objects.filter(pk=spare.pk).update(status="standby")
    warning = make_warning(site)
    warning.members.filter(terminal=spare).delete()
    (term,) = actions.open_from_warning(warning, NOW()).users_terms["terms"]
    assert term["share"] == 1


def test_three_sites_span_an_area(make_warning, make_site):
    places = [(121.0, 31.0), (121.1, 31.0), (121.0, 31.1)]
    sites = [make_site(f"310101-000{n}", longitude=x, latitude=y) for n, (x, y) in enumerate(places)]
    incident = actions.open_from_warning(make_warning(*sites, scope=Scope.REGIONAL), NOW())
    assert incident.coverage_km2 == pytest.approx(53, rel=0.02)


def test_it_has_its_deadlines_and_its_escalation(incident):
    kinds = set(Deadline.objects.filter(subject_id=incident.pk).values_list("kind", flat=True))
    assert kinds == {"confirm_due", "clock_reminder", "clock_missed", "escalate"}


def test_its_first_entry_tells_why(incident):
    assert incident.timeline.get().code == "opened_by_warning"


def test_a_person_opens_one_for_a_whole_site(installed, make_site, field_staff):
    make_site(terminals=3)
    incident = actions.create(field_staff, NOW(), finding(sites=["310101-0001"]))
    assert (incident.affected_terminals, incident.scope, incident.opened_by) == (3, "site_wide", field_staff)


def test_its_clock_starts_when_it_is_reported(installed, site, field_staff):
    incident = actions.create(field_staff, NOW(), finding(sites=[site.code]))
    assert incident.clock_started_at == NOW()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"terminals": ["nowhere-01"]}, "unknown_terminals"),
        ({"sites": ["310101-0001", "320102-0001"]}, "unknown_sites"),
        ({}, "unknown_terminals"),
        ({"sites": ["310101-0001"], "began_at": NOW() + timedelta(days=9999)}, "began_in_future"),
    ],
)
def test_what_cannot_be_opened(installed, make_site, field_staff, fields, code):
    make_site()
    make_site("320102-0001")
    with pytest.raises(Invalid) as refusal:
        actions.create(field_staff, NOW(), finding(**fields))
    assert (refusal.value.code, Incident.objects.count()) == (code, 0)


def test_auditors_open_none(installed, site, auditor):
    with pytest.raises(Forbidden):
        actions.create(auditor, NOW(), finding(sites=[site.code]))
