"""A part is swapped on site: which piece, once, and told."""

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import Role
from incidents.response import actions as response
from incidents.response.actions.resources import subject_of
from incidents.response.dispatch.actions.replacing import Work, replace_part, sources
from incidents.response.dispatch.models import PartReplacement
from resources.inventory.actions import ledger
from resources.inventory.models import Depot, PartType, StockMovement, Transfer, TransferLine
from resources.network.models import Component

from .conftest import refused, told

NOW = now_clock.now


@pytest.fixture
def part(db):
    return PartType.objects.create(code="SCAN", name="扫码头", component="scanner")


@pytest.fixture
def depot(regions, part):
    row = Depot.objects.create(code="SH-01", name="黄浦备件库", region_id="310101")
    ledger.receive(row, part, 2, actor=None, now=NOW())
    return row


@pytest.fixture
def terminal(incident):
    return incident.terminals.first().terminal


@pytest.fixture
def signed(incident, depot, part, manager, site):
    """A piece that the site has signed for."""
    transfer = Transfer.objects.create(
        number="DB-1", token="x", source=depot, to_site=site, state="received", subject_kind="incident",
        subject_id=incident.pk, reference=incident.number, created_at=NOW(), created_by=manager,
    )  # fmt: skip
    return TransferLine.objects.create(transfer=transfer, part=part, quantity=1, received=1)


def put_in(incident, terminal, actor, key="", **work):
    found = sources(incident, terminal, actor)
    return replace_part(incident, Work(terminal, "scanner", found[0], **work), actor=actor, now=NOW(), key=key)


def test_a_signed_piece_is_put_in_without_leaving_a_depot_again(incident, terminal, signed, worker, depot):
    row = put_in(incident, terminal, worker, old_serial="A1")
    assert (row.line, row.old_serial) == (signed, "A1")
    assert not StockMovement.objects.filter(kind="issue").exists()
    assert told(incident)[-1] == f"{terminal.code}更换扫码头：扫码头，来自DB-1。"


def test_what_is_used_up_is_not_offered_again(incident, terminal, signed, worker):
    put_in(incident, terminal, worker)
    assert sources(incident, terminal, worker) == []


def test_the_last_piece_goes_once(incident, terminal, signed, worker):
    [source] = sources(incident, terminal, worker)
    work = Work(terminal, "scanner", source)
    replace_part(incident, work, actor=worker, now=NOW())
    with refused("replace_used_up"):
        replace_part(incident, work, actor=worker, now=NOW())


def test_a_keeper_takes_it_from_the_shelf(incident, terminal, depot, make_person):
    keeper = make_person("k", Role.STOREKEEPER, regions=["310101"])
    row = put_in(incident, terminal, keeper)
    assert (row.movement.kind, row.movement.quantity, row.movement.reference) == ("issue", -1, incident.number)


def test_what_was_handed_out_for_the_incident_counts(incident, terminal, depot, part, worker):
    ledger.issue(depot, part, 1, actor=None, now=NOW(), subject=subject_of(incident))
    assert put_in(incident, terminal, worker).movement.kind == "issue"
    assert StockMovement.objects.filter(kind="issue").count() == 1


def test_field_staff_take_nothing_from_shelves(incident, terminal, depot, worker):
    assert sources(incident, terminal, worker) == []


def test_a_repeat_is_one_replacement(incident, terminal, signed, worker, client):
    client.force_login(worker)
    path = f"/dispatch/of/{incident.number}/parts/{terminal.code}/"
    data = {"component": "scanner", "source": f"line:{signed.pk}:{signed.part_id}", "key": "k1"}
    assert [client.post(path, data).status_code for _ in range(2)] == [302, 302]
    assert PartReplacement.objects.count() == 1


def test_a_part_of_another_model_is_not_offered(incident, terminal, signed, part, worker):
    part.terminal_models = ["YY-100"]
    part.save()
    assert sources(incident, terminal, worker) == []


def test_the_new_serial_number_stands_on_the_terminal(incident, terminal, signed, worker):
    Component.objects.create(terminal=terminal, kind="scanner", serial_number="A1")
    put_in(incident, terminal, worker, old_serial="A1", new_serial="B2")
    assert list(terminal.components.values_list("serial_number", flat=True)) == ["B2"]


def test_auditors_replace_nothing(incident, terminal, signed, auditor):
    with pytest.raises(Forbidden):
        put_in(incident, terminal, auditor)


def test_strangers_find_no_terminal(client, outsider, incident, terminal):
    client.force_login(outsider)
    assert client.get(f"/dispatch/of/{incident.number}/parts/{terminal.code}/").status_code == 404


def test_what_came_for_a_merged_incident_is_put_in_in_the_other(
    incident, terminal, signed, worker, manager, make_warning, make_site
):
    target = response.open_from_warning(make_warning(make_site("310101-0009"), key="other"), NOW())
    response.merge_into(incident, target, actor=manager, now=NOW())
    row = put_in(target, terminal, worker, key="once")
    assert (row.incident, row.line) == (target, signed)


def test_a_repeat_after_a_merge_is_one_replacement(
    incident, terminal, signed, worker, manager, make_warning, make_site
):
    [source] = sources(incident, terminal, worker)
    work = Work(terminal, "scanner", source)
    row = replace_part(incident, work, actor=worker, now=NOW(), key="once")
    target = response.open_from_warning(make_warning(make_site("310101-0009"), key="other"), NOW())
    response.merge_into(incident, target, actor=manager, now=NOW())
    assert replace_part(target, work, actor=worker, now=NOW(), key="once") == row
