"""What an incident needs and no depot has stands on its panel and in its timeline, with the date."""

from datetime import timedelta

from emergency_ops.lib import clock as now_clock
from incidents.response import actions as response
from incidents.response.actions import resources
from incidents.response.actions.telling import tell_all
from resources.inventory.actions import supply
from resources.inventory.actions.supply_following import follow_supply
from resources.inventory.models import SupplyRequest

from .conftest import told

NOW = now_clock.now


def missing(incident, site, part, manager):
    resources.ask(incident, site, 12, part=part, actor=manager, now=NOW())
    follow_supply(NOW())
    return SupplyRequest.objects.get()


def test_the_timeline_tells_it(incident, site, part, depot, manager):
    row = missing(incident, site, part, manager)
    tell_all(NOW())
    assert told(incident)[-1] == f"列入供应链清单{row.number}：{site.name}缺扫码头，数量3。"


def test_the_panel_shows_the_expected_date(client, incident, site, part, depot, manager):
    row = missing(incident, site, part, manager)
    supply.promise(row, NOW().date() + timedelta(days=2), depot=depot, actor=manager, now=NOW())
    client.force_login(manager)
    text = client.get(f"/incidents/{incident.number}/resources/moving/").content.decode()
    assert row.number in text
    assert "2026-11-25" in text


def test_a_drills_purchase_is_marked(incident, site, part, depot, manager):
    incident.is_drill = True
    incident.save()
    assert missing(incident, site, part, manager).is_drill


def test_the_end_of_the_incident_ends_it(incident, site, part, depot, manager):
    row = missing(incident, site, part, manager)
    resources.cancel(incident, row.need, reason="已结束", actor=manager, now=NOW())
    follow_supply(NOW())
    row.refresh_from_db()
    assert row.state == "cancelled"


def test_after_a_merge_it_is_the_targets(incident, site, part, depot, manager, make_warning, make_site):
    row = missing(incident, site, part, manager)
    target = response.open_from_warning(make_warning(make_site("310101-0002"), key="other"), NOW())
    response.merge_into(incident, target, actor=manager, now=NOW())
    row.refresh_from_db()
    assert (row.subject_id, row.reference) == (target.pk, target.number)
    supply.promise(row, NOW().date() + timedelta(days=2), depot=depot, actor=manager, now=NOW())
    tell_all(NOW())
    assert "预计2026-11-25到货" in told(target)[-1]
