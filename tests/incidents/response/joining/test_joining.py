"""Incidents and one another: merged many at once, split, related; and reclassified."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.escalation.models import Deadline
from incidents.monitoring.choices import Scope, WarningEventKind
from incidents.response import actions, queries
from incidents.response.command.actions import assign
from incidents.response.joining.actions import reclassify, relate, split, unrelate
from incidents.response.joining.queries import related_to
from incidents.response.models import Incident
from incidents.response.sweeps import absorb_warnings
from tests.incidents.response.conftest import clear, tell

NOW = now_clock.now


@pytest.fixture
def sites(make_site):
    return [make_site(f"310101-000{number}", terminals=2) for number in (1, 2, 3)]


@pytest.fixture
def warning(make_warning, sites):
    return make_warning(*sites[:2], scope=Scope.REGIONAL)


@pytest.fixture
def incident(warning):
    return actions.open_from_warning(warning, NOW())


@pytest.fixture
def others(make_warning, make_site, incident):
    return [actions.open_from_warning(make_warning(make_site(f"310104-000{number}")), NOW()) for number in (1, 2, 3)]


class TestMergingMany:
    def merge(self, sources, target, actor):
        return actions.merge_many(sources, target, actor=actor, now=NOW(), text="同一线路")

    def test_all_become_one(self, incident, others, manager):
        goal = self.merge(others, incident, manager)
        assert (goal.affected_terminals, goal.affected_sites) == (7, 5)
        assert set(Incident.objects.filter(merged_into=goal).values_list("pk", flat=True)) == {one.pk for one in others}

    def test_or_none(self, incident, others, manager):
        actions.mark_false_alarm(others[2], actor=manager, now=NOW(), text="误报")
        with pytest.raises(Refused):
            self.merge(others, incident, manager)
        assert not Incident.objects.filter(status="merged").exists()

    def test_the_graver_grade_holds(self, incident, others, manager):
        Incident.objects.filter(pk=others[0].pk).update(grade="I")
        assert self.merge(others[:1], incident, manager).grade == "I"

    def test_needs_one(self, incident, manager):
        with pytest.raises(Invalid):
            self.merge([], incident, manager)


class TestSplitting:
    @pytest.fixture
    def part(self, incident, sites, manager):
        return split(incident, [], [sites[1].code], actor=manager, now=NOW(), text="另一原因")

    def test_each_has_its_own_terminals(self, incident, part):
        incident.refresh_from_db()
        assert (incident.affected_terminals, part.affected_terminals, part.scope) == (2, 2, "site_wide")
        assert part.number != incident.number

    def test_the_clock_is_kept(self, incident, part):
        assert (part.clock_started_at, part.clock_stopped_at) == (incident.clock_started_at, None)
        assert Deadline.objects.filter(subject_id=part.pk, kind="clock_missed", due_at=incident.clock_due_at).exists()

    def test_substitutes_of_the_sites_move_along(self, incident, sites, manager):
        for site in (*sites[:2], None):
            actions.request_substitute(incident, "counter", "大厅", site=site, actor=manager, now=NOW())
        part = split(incident, [], [sites[1].code], actor=manager, now=NOW(), text="另一原因")
        assert [one.site for one in part.substitutes.all()] == [sites[1]]
        assert incident.substitutes.count() == 2

    def test_a_site_that_stays_in_part_keeps_its_substitute(self, incident, sites, manager):
        actions.request_substitute(incident, "counter", "大厅", site=sites[1], actor=manager, now=NOW())
        part = split(incident, [f"{sites[1].code}-01"], [], actor=manager, now=NOW(), text="另一原因")
        assert (part.substitutes.count(), part.scope) == (0, "single_point")

    def test_history_is_linked_both_ways(self, incident, part, manager):
        assert (incident.timeline.latest("id").code, part.timeline.first().code) == ("split_off", "opened_by_split")
        assert [str(row.label) for row in related_to(manager, part)] == ["拆分自"]

    def test_the_warning_does_not_bring_them_back(self, incident, part, warning):
        tell(warning, WarningEventKind.UPDATED)
        absorb_warnings()
        incident.refresh_from_db()
        assert incident.affected_terminals == 2

    def test_both_follow_the_reports(self, incident, part, warning, clock, manager):
        assert (queries.reported_down(incident), queries.reported_down(part)) == (2, 2)
        clock.shift(timedelta(minutes=5))
        clear(warning)
        absorb_warnings()
        assert not part.terminals.filter(until=None).exists()
        assert (queries.reported_down(part), part.timeline.latest("id").code) == (0, "reports_say_restored")

    def test_the_part_is_not_restored_against_the_reports(self, part, manager):
        actions.confirm(part, actor=manager, now=NOW())
        with pytest.raises(Refused, match="仍有2台"):
            actions.restore(part, actor=manager, now=NOW())

    def test_merged_back_they_are_one_again(self, incident, part, warning, manager):
        goal = actions.merge_into(part, incident, actor=manager, now=NOW())
        tell(warning, WarningEventKind.UPDATED)
        absorb_warnings()
        goal.refresh_from_db()
        assert (goal.affected_terminals, goal.left_out.count()) == (4, 0)

    def test_roles_are_kept(self, incident, sites, manager, field_staff):
        assign(incident, "scribe", field_staff, actor=manager, now=NOW())
        part = split(incident, [], [sites[1].code], actor=manager, now=NOW(), text="另一原因")
        assert part.roles.get().person == field_staff

    def test_not_everything_nor_what_is_not_there(self, incident, sites, manager):
        with pytest.raises(Refused):
            split(incident, [], [site.code for site in sites[:2]], actor=manager, now=NOW(), text="x")
        with pytest.raises(Invalid):
            split(incident, [], [sites[2].code], actor=manager, now=NOW(), text="x")

    def test_is_for_coordinators(self, incident, sites, field_staff):
        with pytest.raises(Forbidden):
            split(incident, [], [sites[1].code], actor=field_staff, now=NOW(), text="x")


class TestRelating:
    def test_is_seen_from_both_sides(self, incident, others, manager):
        relate(incident, others[0], "causes", actor=manager, now=NOW())
        assert [str(row.label) for row in related_to(manager, incident)] == ["引起"]
        assert [str(row.label) for row in related_to(manager, others[0])] == ["起因于"]
        assert others[0].timeline.latest("id").code == "related_caused_by"

    def test_once_in_either_direction(self, incident, others, manager):
        relate(incident, others[0], "caused_by", actor=manager, now=NOW())
        with pytest.raises(Refused):
            relate(others[0], incident, "same_area", actor=manager, now=NOW())

    def test_may_end(self, incident, others, manager):
        unrelate(relate(incident, others[0], "same_area", actor=manager, now=NOW()), actor=manager, now=NOW())
        assert related_to(manager, incident) == []

    def test_not_with_what_the_actor_does_not_see(self, incident, make_warning, make_site, field_staff):
        far = actions.open_from_warning(make_warning(make_site("320102-0001")), NOW())
        with pytest.raises(Forbidden):
            relate(incident, far, "causes", actor=field_staff, now=NOW())


class TestReclassifying:
    def change(self, incident, actor, cause="wrong_data", *, by_rules=True, text="核查后更正", method=""):
        return reclassify(
            incident, cause=cause, payment_method=method, by_rules=by_rules, actor=actor, now=NOW(), text=text
        )

    def test_sets_category_and_grade_by_rules(self, incident, manager):
        changed = self.change(incident, manager)
        assert (changed.category, changed.cause, changed.grade) == ("software", "wrong_data", "I")

    def test_may_keep_the_grade(self, incident, manager):
        assert self.change(incident, manager, by_rules=False).grade == "II"

    def test_the_warning_does_not_take_it_back(self, incident, warning, manager):
        self.change(incident, manager, "power")
        tell(warning, WarningEventKind.UPDATED)
        absorb_warnings()
        incident.refresh_from_db()
        assert (incident.category, incident.cause) == ("external", "power")

    def test_needs_a_reason_and_a_change(self, incident, manager):
        with pytest.raises(Invalid):
            self.change(incident, manager, text=" ")
        self.change(incident, manager)
        with pytest.raises(Invalid):
            self.change(incident, manager)


class TestPages:
    def send(self, client, person, path, **data):
        client.force_login(person)
        return client.post(path, data)

    def test_merging_shows_what_results_first(self, client, manager, incident, others):
        path = f"/incidents/{incident.number}/gather/"
        numbers = [one.number for one in others[:2]]
        shown = self.send(client, manager, path, incident=numbers)
        assert (shown.context["preview"]["after"].terminals, Incident.objects.filter(status="merged").count()) == (6, 0)
        self.send(client, manager, path, incident=numbers, confirmed="1")
        assert Incident.objects.filter(status="merged").count() == 2

    def test_splitting_shows_what_results_first(self, client, manager, incident, sites):
        path = f"/incidents/{incident.number}/split/"
        shown = self.send(client, manager, path, site=[sites[1].code], text="另一原因")
        assert (shown.context["preview"]["part"].terminals, Incident.objects.count()) == (2, 1)
        self.send(client, manager, path, site=[sites[1].code], text="另一原因", confirmed="1")
        assert Incident.objects.count() == 2

    def test_reclassifying_offers_the_grade(self, client, manager, incident):
        path = f"/incidents/{incident.number}/reclassify/"
        data = {"cause": "wrong_data", "payment_method": "", "text": "核查"}
        assert "按规则改为" in self.send(client, manager, path, **data).content.decode()
        self.send(client, manager, path, **data, grade="rules")
        incident.refresh_from_db()
        assert (incident.cause, incident.grade) == ("wrong_data", "I")

    def test_relating_and_ending_it(self, client, manager, incident, others):
        self.send(client, manager, f"/incidents/{incident.number}/relate/", other=others[0].number, how="causes")
        page = client.get(f"/incidents/{others[0].number}/related/").content.decode()
        assert incident.number in page
        key = related_to(manager, incident)[0].pk
        self.send(client, manager, f"/incidents/{incident.number}/related/{key}/end/")
        assert related_to(manager, incident) == []

    @pytest.mark.parametrize("name", ["gather", "split", "reclassify", "relate"])
    @pytest.mark.parametrize(("who", "status"), [("manager", 200), ("auditor", 403), ("outsider", 404)])
    def test_are_for_those_with_the_right(self, client, request, incident, name, who, status):
        client.force_login(request.getfixturevalue(who))
        assert client.get(f"/incidents/{incident.number}/{name}/").status_code == status
