"""What notices tell of an incident is read from its rows."""

from datetime import timedelta

import pytest

from notices.content import facts
from notices.content.drafting import words_for, words_for_maintenance
from notices.content.patterns.placeholders import named_in
from tests.conftest import NOON


def test_the_basis_counts_sites_and_terminals(make_incident, make_site):
    incident = make_incident(make_site("310101-0001", terminals=3), make_site("310101-0002", terminals=2))
    basis = facts.basis(incident, NOON)
    assert (basis["sites"], basis["terminals"], basis["expected_until"]) == (2, 5, "2026-11-23T16:00+08:00")


def test_ways_that_are_ready_or_serve_are_part_of_it(incident, make_substitute):
    make_substitute(incident, status="requested")
    make_substitute(incident, "online", place="公众号", hours="")
    assert facts.basis(incident, NOON)["ways"] == [["online", "", "公众号", ""]]


def test_bases_take_as_many_queries_for_ten_incidents_as_for_one(make_incident, make_site, django_assert_num_queries):
    many = [make_incident(make_site(f"310101-{n:04d}")) for n in range(10)]
    with django_assert_num_queries(2):
        facts.bases(many[:1], NOON)
    with django_assert_num_queries(2):
        facts.bases(many, NOON)


def test_a_terminal_that_works_again_is_none_of_its_sites_any_more(incident, site):
    assert facts.sites(incident) == [site]
    incident.terminals.update(until=NOON)
    assert facts.sites(incident) == []


def test_an_incident_that_is_over_tells_of_what_was(incident):
    incident.terminals.update(until=NOON)
    assert facts.values(incident, "zh-hans", NOON)["sites"] == "1个网点"


def test_the_incidents_own_hotline_is_told(incident, make_substitute):
    make_substitute(incident, "hotline", place="95598", hours="")
    assert facts.values(incident, "zh-hans", NOON)["hotline"] == "95598"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("method", ["", "wechat"])
def test_drafted_words_have_no_placeholder_left(incident, language, method):
    incident.payment_method = method
    words = words_for(incident, "alert", NOON)[language]
    assert not [name for text in words.values() for name in named_in(text)]


def test_an_update_tells_what_has_changed(incident):
    before = facts.basis(incident, NOON)
    incident.expected_until = NOON + timedelta(hours=6)
    words = words_for(incident, "update", NOON, before=before)
    assert "恢复时间有调整（原定11月23日16:00）" in words["zh-hans"]["lead"]
    assert words["zh-hans"]["lead"].count("预计11月23日18:00前恢复") == 1


def test_an_all_clear_tells_since_when(incident):
    incident.status, incident.restored_at = "restored", NOON
    words = words_for(incident, "all_clear", NOON)["zh-hans"]
    assert "11月23日12:00起" in words["lead"]


def test_an_all_clear_of_what_still_runs_shows_what_is_missing(incident):
    assert "{restored}" in words_for(incident, "all_clear", NOON)["zh-hans"]["lead"]


def test_a_false_alarm_is_cleared_in_other_words(incident):
    incident.status, incident.closed_at = "false_alarm", NOON
    assert "经核实" in words_for(incident, "all_clear", NOON)["zh-hans"]["lead"]


def test_endless_names_never_exceed_what_a_notice_takes(incident, make_substitute):
    make_substitute(incident, place="很长的地点" * 24)
    words = words_for(incident, "alert", NOON)["zh-hans"]
    assert len(words["cash"]) <= 300
    assert len(words["title"]) <= 32


def test_maintenance_is_drafted_from_a_forms_values(site, regions):
    told = facts.planned(regions["310101"], [site], began=NOON, until=NOON + timedelta(hours=6), work="更换网络设备")
    words = words_for_maintenance(told)
    assert "更换网络设备" in words["zh-hans"]["lead"]
    assert "18:00 on 23 November" in words["en"]["short"]
