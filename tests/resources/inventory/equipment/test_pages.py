"""The pages of equipment: what they show, to whom, and what their forms do."""

import pytest
from django.urls import reverse

from resources.documents.models import Paper
from resources.inventory.actions import custody
from resources.inventory.actions.custody import Receiver
from resources.inventory.models import Equipment
from resources.inventory.subject_links import seal
from resources.network.models import Terminal

PAGES = [
    ("inventory:equipment_list", []),
    ("inventory:equipment_labels", []),
    ("inventory:equipment_of_subject", ["incident", 7]),
    ("inventory:equipment", ["POS-1"]),
    ("inventory:depot_equipment", ["SH-01"]),
]


@pytest.mark.parametrize(("name", "args"), PAGES)
@pytest.mark.parametrize("who", ["storekeeper", "field_staff", "auditor"])
def test_pages_are_shown_to_who_sees_the_region(get, item, name, args, who, request):
    assert get(request.getfixturevalue(who), name, *args).status_code == 200


@pytest.mark.parametrize(("name", "args"), PAGES[3:])
def test_somebody_elses_pages_do_not_exist(get, outsider, item, name, args):
    assert get(outsider, name, *args).status_code == 404


OWN = [
    ("inventory:equipment_edit", ["POS-1"]),
    ("inventory:equipment_step", ["POS-1", "hand-out"]),
    ("inventory:equipment_step", ["POS-1", "fault"]),
    ("inventory:equipment_step", ["POS-1", "scrap"]),
    ("inventory:equipment_swap", ["BY-1"]),
    ("inventory:swaps_of_terminal", ["310101-0001-01"]),
    ("inventory:swap", ["310101-0001-01"]),
]


@pytest.mark.parametrize(("name", "args"), OWN)
def test_forms_are_the_owners(get, item, standby, terminal, storekeeper, outsider, name, args):
    assert get(storekeeper, name, *args).status_code == 200
    assert get(outsider, name, *args).status_code == 404


@pytest.mark.parametrize(("name", "args"), [one for one in OWN if one[0] != "inventory:swaps_of_terminal"])
def test_forms_are_not_for_auditors(get, item, standby, terminal, auditor, name, args):
    assert get(auditor, name, *args).status_code == 403


def test_who_has_it_at_their_site_reports_its_fault(post, item, outsider, make_site):
    Equipment.objects.update(site=make_site("320102-0001"), state="out")
    post(outsider, "inventory:equipment_step", "POS-1", "fault", text="打不开")
    assert Equipment.objects.get().condition == "faulty"


def test_lists_hold_ones_own_regions(get, outsider, item):
    assert get(outsider, "inventory:equipment_list").context["listing"].rows == []


def test_whoever_holds_an_item_sees_it_anywhere(get, by, item, outsider):
    Equipment.objects.update(holder=outsider, state="out")
    assert get(outsider, "inventory:equipment", "POS-1").status_code == 200


@pytest.mark.parametrize(("who", "labels"), [("auditor", []), ("field_staff", ["领用", "电量检查", "报修"])])
def test_buttons_are_what_this_person_may_do_now(get, item, who, labels, request):
    shown = get(request.getfixturevalue(who), "inventory:equipment", "POS-1").context["buttons"]
    assert [str(button.label) for button in shown if button.main] == labels


def test_who_has_it_may_give_it_back(get, by, item, field_staff):
    custody.hand_out(item, Receiver(field_staff), by())
    shown = get(field_staff, "inventory:equipment", "POS-1").context["buttons"]
    assert str(shown[0].label) == "归还"


def test_a_step_by_its_form(post, item, storekeeper, field_staff):
    answer = post(storekeeper, "inventory:equipment_step", "POS-1", "hand-out", holder="王强", key="k")
    assert answer.status_code == 302
    assert Equipment.objects.get().holder == field_staff


def test_a_double_click_is_one_step(post, item, storekeeper, field_staff):
    answers = [
        post(storekeeper, "inventory:equipment_step", "POS-1", "hand-out", holder="field", key="k") for _ in "ab"
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert item.custody.count() == 2


def test_a_refusal_stands_on_the_form(post, item, storekeeper, field_staff):
    post(storekeeper, "inventory:equipment_step", "POS-1", "hand-out", holder="field")
    answer = post(storekeeper, "inventory:equipment_step", "POS-1", "hand-out", holder="field")
    assert "已经领出" in answer.content.decode()


def test_the_subject_of_a_link_is_kept(get, post, item, storekeeper, subject):
    sealed = seal(subject)
    form = get(storekeeper, "inventory:equipment_step", "POS-1", "hand-out", subject=sealed).context["form"]
    assert form["reference"].value() == subject.reference
    post(storekeeper, "inventory:equipment_step", "POS-1", "hand-out", holder="storekeeper", subject=sealed)
    shown = get(storekeeper, "inventory:equipment_of_subject", "incident", subject.id)
    assert "POS-1" in shown.content.decode()


def test_a_forged_subject_is_none(post, item, storekeeper):
    post(storekeeper, "inventory:equipment_step", "POS-1", "hand-out", holder="storekeeper", subject="incident:7")
    assert Equipment.objects.get().subject_id is None


def test_a_step_that_is_not_there(get, storekeeper, item):
    assert get(storekeeper, "inventory:equipment_step", "POS-1", "burn").status_code == 404


def test_field_staff_do_not_move_it(get, field_staff, item):
    assert get(field_staff, "inventory:equipment_step", "POS-1", "move").status_code == 403


NEW = {"code": "POS-9", "kind": "scanner", "serial_number": "S9", "depot_code": "SH-01", "condition": "good"}


def test_registering_by_form(post, depot, storekeeper):
    post(storekeeper, "inventory:equipment_register", **NEW, maintenance_months="6")
    assert Equipment.objects.get().code == "POS-9"


def test_registering_is_not_for_the_field(post, depot, field_staff):
    assert post(field_staff, "inventory:equipment_register", **NEW).status_code == 403


def test_one_registers_in_ones_own_depots(post, nanjing, storekeeper):
    answer = post(storekeeper, "inventory:equipment_register", **{**NEW, "depot_code": "NJ-01"})
    assert answer.status_code == 200
    assert not Equipment.objects.exists()


def test_editing_by_form(post, item, storekeeper):
    facts = {"kind": item.kind, "serial_number": item.serial_number, "model": "P91"}
    post(storekeeper, "inventory:equipment_edit", "POS-1", **facts)
    item.refresh_from_db()
    assert item.model == "P91"


def test_only_keepers_edit(get, item, field_staff):
    assert get(field_staff, "inventory:equipment_edit", "POS-1").status_code == 403


def test_labels_of_what_is_ticked(post, make_item, storekeeper):
    make_item("A"), make_item("B"), make_item("C")
    answer = post(storekeeper, "inventory:equipment_labels", code=["A", "C"], form="sheet", skip=3)
    paper = Paper.objects.get()
    assert answer.status_code == 302
    assert [label["number"] for label in paper.facts["labels"]] == ["A", "C"]
    assert paper.facts["skip"] == 3


def test_labels_are_of_ones_own_equipment(post, item, outsider):
    assert post(outsider, "inventory:equipment_labels", code=["POS-1"], form="sheet").status_code == 400
    assert not Paper.objects.exists()


def test_swapping_from_the_terminals_page(get, post, terminal, standby, storekeeper, depot):
    shown = get(storekeeper, "inventory:swap", terminal.code)
    assert list(shown.context["form"].items) == ["BY-1"]
    post(
        storekeeper, "inventory:swap", terminal.code, replacement="BY-1", text="坏了", condition="faulty", depot="SH-01"
    )
    assert Terminal.objects.get(code="BY-1").status == "in_service"
    assert "由终端 BY-1 更换" in get(storekeeper, "inventory:swaps_of_terminal", terminal.code).content.decode()
    assert f"换下终端 {terminal.code}" in get(storekeeper, "inventory:swaps_of_terminal", "BY-1").content.decode()


def test_swapping_from_the_equipments_page(post, terminal, standby, storekeeper):
    answer = post(storekeeper, "inventory:equipment_swap", "BY-1", terminal=terminal.code)
    assert answer.url == reverse("inventory:swap", args=[terminal.code]) + "?with=BY-1"


def test_swapping_is_not_for_outsiders(get, terminal, outsider, auditor):
    assert get(outsider, "inventory:swap", terminal.code).status_code == 404
    assert get(auditor, "inventory:swap", terminal.code).status_code == 403


@pytest.mark.parametrize("size", [5, 40])
@pytest.mark.parametrize("name", ["inventory:equipment_list", "inventory:equipment_labels"])
def test_a_list_costs_the_same_whatever_its_size(client, make_item, storekeeper, size, name, django_assert_num_queries):
    for number in range(size):
        make_item(f"P{number}")
    client.force_login(storekeeper)
    with django_assert_num_queries(8 if name == "inventory:equipment_list" else 7):
        client.get(reverse(name))
