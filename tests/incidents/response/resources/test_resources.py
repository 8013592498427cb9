"""What an incident needs and gets: suggested by its reports, reserved, told in its timeline, freed at its end."""

from datetime import timedelta

import pytest
from django.db.models import Max

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.response import actions, sweeps
from incidents.response.actions import resources
from incidents.response.actions.telling import SETTLES_AFTER
from incidents.response.models import EventWatermark, ToldEvent
from incidents.response.rules.spares import Fit, broken, part_for
from incidents.response.suggesting import suggestions
from resources.inventory.actions import custody, equipment, transfers
from resources.inventory.actions.chain import By
from resources.inventory.actions.custody import Receiver
from resources.inventory.choices import NeedState
from resources.inventory.models import Equipment, InventoryEvent, Need, Reservation, Transfer
from resources.inventory.sourcing import source, standing
from resources.inventory.sweeps import follow_needs

from .conftest import report, told

NOW = now_clock.now


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"state": "failed", "fault_code": "SCAN_INOP"}, ["scanner"]),
        ({"state": "missing"}, ["scanner"]),
        ({"state": "degraded", "fault_code": "SCAN_SLOW"}, []),
        ({"state": "failed", "fault_code": "PAPER_OUT"}, []),
        ({"state": "failed", "required_action": "clear"}, []),
    ],
)
def test_what_asks_for_a_spare_part(said, found):
    assert list(broken({"scanner": said})) == found


def test_the_part_that_names_the_model_comes_first():
    fits, named = Fit("all", ()), Fit("named", ("ZZ-500",))
    assert (part_for([fits, named], "ZZ-500"), part_for([fits, named], "ZZ-100")) == (named, fits)
    assert part_for([named], "ZZ-100") is None


def test_the_reports_suggest_parts_site_by_site(incident, site, part, manager):
    for terminal in site.terminals.all()[:2]:
        report(terminal, scanner="SCAN_INOP", printer="PAPER_OUT")
    found = {(one.part, one.quantity, one.component) for one in suggestions(manager, incident) if one.part}
    assert found == {(part, 2, "扫码头")}


def test_what_is_asked_for_is_not_suggested_again(incident, site, part, need, manager):
    for terminal in site.terminals.all():
        report(terminal, scanner="SCAN_INOP")
    assert not [one for one in suggestions(manager, incident) if one.part]


def test_a_site_without_any_terminal_gets_a_portable_pos(incident, manager):
    assert [(one.equipment_kind, one.terminals) for one in suggestions(manager, incident)] == [("portable_pos", 3)]


def test_nothing_is_suggested_to_outsiders(incident, site, part, outsider):
    report(site.terminals.first(), scanner="SCAN_INOP")
    assert suggestions(outsider, incident) == []


def test_every_change_is_told_at_once(incident, need, reserved, manager):
    assert told(incident) == ["登记需求：310101-0001网点需要扫码头，数量3。", "在黄浦备件库预留：扫码头 × 3。"]
    assert incident.timeline.filter(kind="resources").values_list("actor", flat=True)[0] == manager.pk


def test_a_need_elsewhere_is_not_this_incidents(incident, part, make_site, manager):
    with pytest.raises(Invalid):
        resources.ask(incident, make_site("310104-0009"), 1, part=part, actor=manager, now=NOW())


def test_the_journey_is_told_by_the_sweep_once(incident, reserved, manager, depot):
    made = resources.plan_transfers(incident, actor=manager, now=NOW())[0]
    transfers.send(made, actor=None, now=NOW())
    transfers.receive(made, {made.lines.get().pk: 2}, actor=None, now=NOW(), remark="途中损坏一件")
    before = len(told(incident))
    assert sweeps.tell_resources() == len(told(incident)) - before
    sweeps.tell_resources()
    lines = told(incident)[before:]
    assert [line for line in lines if "已发出" in line or "短少1件" in line] == [
        f"调拨单{made.number}已发出：黄浦备件库发往310101-0001网点，共3件。",
        f"调拨单{made.number}短少签收：应收3件，短少1件。",
    ]


def test_a_shortage_is_needed_again(incident, need, reserved, manager):
    made = resources.plan_transfers(incident, actor=manager, now=NOW())[0]
    transfers.send(made, actor=None, now=NOW())
    transfers.receive(made, {made.lines.get().pk: 2}, actor=None, now=NOW(), remark="途中损坏一件")
    assert [row.missing for row in source(list(standing(Need.objects.all())), NOW()).rows] == [1]


def test_a_need_that_is_met_is_told(incident, need, reserved, manager):
    made = resources.plan_transfers(incident, actor=manager, now=NOW())[0]
    transfers.send(made, actor=None, now=NOW())
    transfers.receive(made, {made.lines.get().pk: 3}, actor=None, now=NOW())
    sweeps.tell_resources()
    assert "310101-0001网点需要的扫码头已到位，数量3。" in told(incident)


def test_equipment_that_is_out_for_the_incident_meets_the_need(incident, site, depot, manager, clock):
    need = resources.ask(incident, site, 1, equipment_kind="scanner", actor=manager, now=NOW())
    item = equipment.register(
        Equipment(code="E-1", kind="scanner", serial_number="1", depot=depot), By(None, NOW(), key="e")
    )
    custody.hand_out(item, Receiver(site=site), By(None, NOW(), subject=resources.subject_of(incident)))
    assert (follow_needs(), sweeps.tell_resources()) == (1, 2)
    need.refresh_from_db()
    assert need.state == NeedState.MET
    assert "领用扫码枪 E-1：310101-0001网点。" in told(incident)


def test_what_settled_long_ago_is_not_looked_at_again(incident, need, clock):
    newest = InventoryEvent.objects.aggregate(last=Max("pk"))["last"]
    sweeps.tell_resources()
    for _step in range(2):
        clock.shift(SETTLES_AFTER + timedelta(seconds=1))
        sweeps.tell_resources()
    assert EventWatermark.objects.get(source="inventory").settled == newest
    assert not ToldEvent.objects.exists()
    before = told(incident)
    sweeps.tell_resources()
    assert told(incident) == before


def test_an_event_that_commits_late_is_told_still(incident, need):
    """Its number is lower than those that were told before."""
    ToldEvent.objects.all().delete()
    first = InventoryEvent.objects.earliest("pk")
    assert sweeps.tell_resources() == InventoryEvent.objects.filter(pk__gte=first.pk, code="need_added").count()


def test_closing_frees_what_is_promised(restored, site, part, depot, manager):
    resources.ask(restored, site, 3, part=part, actor=manager, now=NOW())
    takes = source(list(standing(Need.objects.all())), NOW()).takes
    resources.reserve(restored, takes, key="k", actor=manager, now=NOW())
    resources.plan_transfers(restored, actor=manager, now=NOW())
    actions.close(restored, actor=manager, now=NOW())
    assert depot.levels.get().reserved == 0
    assert Transfer.objects.get().state == "cancelled"
    assert Need.objects.get().state == NeedState.CANCELLED
    assert any("释放黄浦备件库预留的扫码头" in line for line in told(restored))


def test_the_close_form_names_what_will_be_freed(client, restored, site, part, depot, manager):
    resources.ask(restored, site, 3, part=part, actor=manager, now=NOW())
    takes = source(list(standing(Need.objects.all())), NOW()).takes
    resources.reserve(restored, takes, key="k", actor=manager, now=NOW())
    client.force_login(manager)
    assert "黄浦备件库 扫码头 × 3" in client.get(f"/incidents/{restored.number}/close/").content.decode()


def test_merging_hands_needs_and_promises_over(incident, reserved, make_warning, make_site, manager):
    target = actions.open_from_warning(make_warning(make_site("310101-0002"), key="other"), NOW())
    actions.merge_into(incident, target, actor=manager, now=NOW())
    assert set(Need.objects.values_list("subject_id", "reference")) == {(target.pk, target.number)}
    assert set(Reservation.objects.values_list("subject_id", "reference")) == {(target.pk, target.number)}
    assert "在黄浦备件库预留：扫码头 × 3。" in told(incident)


def test_nothing_is_arranged_after_the_end(restored, site, part, manager):
    closed = actions.close(restored, actor=manager, now=NOW())
    with pytest.raises(Refused):
        resources.ask(closed, site, 3, part=part, actor=manager, now=NOW())


@pytest.mark.parametrize("persona", ["outsider", "auditor"])
def test_others_arrange_nothing(incident, site, part, request, persona):
    with pytest.raises(Forbidden):
        resources.ask(incident, site, 1, part=part, actor=request.getfixturevalue(persona), now=NOW())
