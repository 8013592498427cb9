"""From a warning to the page."""

from emergency_ops.lib import clock as now_clock
from incidents.response import actions
from incidents.response.models import Incident
from incidents.response.sweeps import absorb_warnings


def test_a_warning_becomes_a_suspected_incident(make_warning, make_site):
    make_warning(make_site(terminals=3))
    absorb_warnings()
    incident = Incident.objects.get()
    assert (incident.number, incident.status, incident.affected_terminals) == ("YJ-20261123-0001", "suspected", 3)


def test_its_page_shows_it(incident, client, manager):
    client.force_login(manager)
    page = client.get(f"/incidents/{incident.number}/")
    assert incident.title in page.content.decode()


def test_confirming_in_the_page_confirms_it(incident, client, manager):
    client.force_login(manager)
    client.post(f"/incidents/{incident.number}/confirm/", {"text": "现场核实"})
    incident.refresh_from_db()
    assert incident.status == "confirmed"


def test_the_whole_life(incident, manager):
    now = now_clock.now()
    actions.confirm(incident, actor=manager, now=now)
    actions.activate(incident, "3", actor=manager, now=now)
    substitute = actions.request_substitute(incident, "counter", "一楼3号窗口", actor=manager, now=now)
    actions.serve_substitute(substitute, "首笔单号 0001", actor=manager, now=now)
    actions.restore(incident, actor=manager, now=now)
    actions.withdraw_substitute(substitute, actor=manager, now=now)
    assert actions.close(incident, actor=manager, now=now).status == "closed"
