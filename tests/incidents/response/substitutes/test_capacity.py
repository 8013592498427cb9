"""What substitutes can serve against those who cannot pay as usual."""

from emergency_ops.lib import clock as now_clock
from incidents.response.models import Incident
from incidents.response.presenting import IncidentView
from incidents.response.rules.capacity import Demand, Supply, balances

A, B = Demand("a", "甲", 60), Demand("b", "乙", 40)


def test_without_substitutes_everybody_is_left():
    assert balances([A, B], []).total.gap == 100


def test_what_serves_at_a_site_serves_its_people_only():
    found = balances([A, B], [Supply("a", 90, serving=True)])
    assert ([site.gap for site in found.sites], found.total.gap) == ([0, 40], 40)


def test_one_for_the_whole_incident_takes_whoever_is_left():
    found = balances([A, B], [Supply("a", 60, serving=True), Supply(None, 30, serving=True)])
    assert found.total.gap == 10


def test_what_is_prepared_does_not_serve_yet():
    total = balances([A], [Supply("a", 45, serving=False)]).total
    assert (total.gap, total.gap_then) == (60, 15)


def test_more_than_enough_at_one_place_is_no_help_at_another_once_prepared():
    total = balances([A, B], [Supply("a", 500, serving=False)]).total
    assert total.gap_then == 40


def test_what_is_not_stated_counts_for_nothing_and_is_said():
    total = balances([A], [Supply("a", None, serving=True)]).total
    assert (total.gap, total.unstated) == (60, 1)


def test_half_a_person_is_a_person():
    assert balances([Demand("a", "甲", 0.4)], []).total.gap == 1


def test_the_bar_is_never_longer_than_whole():
    total = balances([A], [Supply("a", 50, serving=True), Supply("a", 500, serving=False)]).total
    assert (total.share, total.share_prepared) == (83, 17)


def test_without_demand_nothing_is_missing():
    total = balances([], []).total
    assert (total.gap, total.share) == (0, 100)


def test_sites_are_added_up_before_they_are_rounded():
    sites = [Demand(code, code, 108.1) for code in "abcd"]
    assert (balances(sites, []).total.demand, balances(sites, [], whole=432).total.demand) == (433, 432)


def test_the_page_has_one_number_of_people(responding, manager):
    terms = [{"code": code, "name": code, "users": 108.6} for code in "abcd"]
    Incident.objects.filter(pk=responding.pk).update(affected_users=434, users_terms={"terms": terms})
    seen = IncidentView(Incident.objects.get(pk=responding.pk), manager, now_clock.now())
    assert seen.balances.total.demand == 434
