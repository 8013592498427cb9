"""What goes on at terminals that are split off: tasks, dispatches, needs, the clock, and that all is well by the reports."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.roles import Role
from incidents.escalation.models import Deadline
from incidents.monitoring.choices import Scope
from incidents.response import actions
from incidents.response.actions import resources
from incidents.response.dispatch import actions as dispatching
from incidents.response.dispatch.actions import Order
from incidents.response.extent.actions import Change, Kind, change_extent
from incidents.response.joining.actions import split
from incidents.response.plans import sample as plans
from incidents.response.sweeps import absorb_warnings
from incidents.response.tasks import actions as working
from resources.inventory.choices import EquipmentKind
from resources.inventory.models import Need
from tests.incidents.response.conftest import clear

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
def part_of(sites, manager):
    """part_of(incident, site=…): what is split off: the second site."""

    def cut(incident, site=sites[1]):
        return split(incident, [], [site.code], actor=manager, now=NOW(), text="另一原因")

    return cut


class TestTasks:
    @pytest.fixture
    def running(self, incident, make_person, make_post, commander, manager):
        plans.load(NOW())
        make_post("technical", "310000", a=make_person("engineer", Role.FIELD_STAFF, regions=["310000"]))
        make_post("commander", "000000", a=commander)
        actions.confirm(incident, actor=manager, now=NOW())
        return actions.activate(incident, "3", actor=manager, now=NOW())

    def test_the_part_has_the_unfinished_steps_of_the_same_plan(self, running, part_of, manager):
        done = running.tasks.get(key="confirm-scope")
        working.complete(
            done, text="两个网点", checked=set(done.checks.values_list("pk", flat=True)), actor=manager, now=NOW()
        )
        part = part_of(running)
        assert part.plan_version == running.plan_version
        left = running.tasks.exclude(pk=done.pk)
        assert dict(part.tasks.values_list("key", "due_at")) == dict(left.values_list("key", "due_at"))

    def test_somebody_is_asked_for_each_in_time(self, running, part_of):
        part = part_of(running)
        assert part.tasks.count() > 10
        assert not part.tasks.filter(assignee=None).exists()
        late = Deadline.objects.filter(subject_kind="task", kind="task_late", state="pending")
        assert set(part.tasks.values_list("pk", flat=True)) <= set(late.values_list("subject_id", flat=True))


class TestAtTheSites:
    def test_who_is_sent_there_is_sent_by_the_part(self, incident, sites, part_of, field_staff, manager):
        order = Order(site=sites[1], person=field_staff, purpose="patrol")
        row = dispatching.offer(incident, order, actor=manager, now=NOW())
        stays = dispatching.offer(
            incident, Order(site=sites[0], person=field_staff, purpose="patrol"), actor=manager, now=NOW()
        )
        part = part_of(incident)
        row.refresh_from_db()
        stays.refresh_from_db()
        assert (row.incident, stays.incident) == (part, incident)

    def test_what_is_needed_there_is_needed_by_the_part(self, incident, sites, part_of, manager):
        for site in sites[:2]:
            resources.ask(incident, site, 1, equipment_kind=EquipmentKind.values[0], actor=manager, now=NOW())
        part = part_of(incident)
        assert list(Need.objects.values_list("site", "subject_id", "reference").order_by("pk")) == [
            (sites[0].pk, incident.pk, incident.number),
            (sites[1].pk, part.pk, part.number),
        ]


class TestClock:
    def test_what_serves_at_the_part_stops_its_clock(self, incident, sites, part_of, manager, clock):
        for site in sites[:2]:
            wanted = actions.request_substitute(incident, "counter", "大厅", site=site, actor=manager, now=NOW())
            actions.serve_substitute(wanted, "照片", actor=manager, now=NOW())
        clock.shift(timedelta(minutes=10))
        change = Change(Kind.ADD, sites=[sites[2].code], since=NOW(), reason="")
        change_extent(incident, change, actor=manager, now=NOW())
        incident.refresh_from_db()
        assert incident.clock_stopped_at is None
        part = part_of(incident)
        incident.refresh_from_db()
        assert (incident.clock_stopped_at, part.clock_stopped_at is None) == (None, False)
        assert not Deadline.objects.filter(subject_id=part.pk, kind="clock_missed", state="pending").exists()


class TestWhereAllIsWell:
    def test_nobody_is_called_for_a_part_that_is_back(self, incident, warning, part_of, clock, manager):
        actions.confirm(incident, actor=manager, now=NOW())
        clock.shift(timedelta(minutes=5))
        clear(warning)
        absorb_warnings()
        part = part_of(incident)
        kinds = Deadline.objects.filter(subject_kind="incident", subject_id=part.pk, state="pending")
        assert set(kinds.values_list("kind", flat=True)) == {"clear_review"}

    def test_one_that_nobody_warned_of_waits_for_a_person(self, make_site, manager, part_of, installed, sites):
        found = actions.Finding([], [one.code for one in sites[:2]], "external", NOW(), "停电", "两处停电")
        incident = actions.create(manager, NOW(), found)
        part = part_of(incident)
        assert not Deadline.objects.filter(subject_id=part.pk, kind="clear_review").exists()
