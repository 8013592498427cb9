"""The directory of people, a person's page, one's own display settings."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emergency_ops.lib.clock import now as clock_now
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.roles import Role, roles_of
from resources.staff.access import people_for, sees_phone
from resources.staff.actions import set_access
from resources.staff.models import Person

PEOPLE = "/staff/people/"


@pytest.fixture
def page(client):
    """page(person, path): what a person sees there."""

    def get(person, path):
        client.force_login(person)
        return client.get(path)

    return get


def change(person, actor, moment, roles=(), regions=(), is_active=True):
    return set_access(person, roles=roles, regions=regions, is_active=is_active, actor=actor, now=moment)


def test_a_manager_finds_those_of_the_area_and_those_above_it(manager, field_staff, commander, outsider):
    assert set(people_for(manager)) == {manager, field_staff, commander}


def test_field_staff_look_nobody_up(field_staff, page):
    assert page(field_staff, PEOPLE).status_code == 403


def test_everybody_may_see_themselves(field_staff, page):
    assert page(field_staff, reverse("staff:person", args=[field_staff.pk])).status_code == 200


def test_somebody_elses_area_does_not_exist(manager, outsider, page):
    assert page(manager, reverse("staff:person", args=[outsider.pk])).status_code == 404


def test_a_list_masks_phone_numbers(commander, make_person, page):
    make_person("li", Role.FIELD_STAFF, phone="13812345678")
    shown = page(commander, PEOPLE).content.decode()
    assert "138****5678" in shown
    assert "13812345678" not in shown


def test_a_download_masks_phone_numbers(commander, make_person, page):
    make_person("li", Role.FIELD_STAFF, phone="13812345678")
    shown = b"".join(page(commander, f"{PEOPLE}?export=csv").streaming_content).decode()
    assert "138****5678" in shown
    assert "13812345678" not in shown


def test_whole_numbers_are_for_those_who_coordinate(commander, auditor, field_staff):
    assert sees_phone(commander, field_staff)
    assert sees_phone(field_staff, field_staff)
    assert not sees_phone(auditor, field_staff)


def test_an_auditor_sees_a_masked_number_on_the_page(auditor, make_person, page):
    other = make_person("li", Role.FIELD_STAFF, phone="13812345678")
    shown = page(auditor, reverse("staff:person", args=[other.pk])).content.decode()
    assert "13812345678" not in shown


def test_the_list_needs_the_same_queries_for_few_and_many(auditor, make_person, page, django_assert_num_queries):
    page(auditor, PEOPLE)
    with CaptureQueriesContext(connection) as few:
        page(auditor, PEOPLE)
    for number in range(30):
        make_person(f"p{number}", Role.FIELD_STAFF)
    with django_assert_num_queries(len(few)):
        page(auditor, PEOPLE)


def test_an_administrator_gives_roles_and_regions(administrator, field_staff, regions):
    change(field_staff, administrator, clock_now(), roles=[Role.MANAGER], regions=[regions["320000"]])
    person = Person.objects.get(pk=field_staff.pk)
    assert roles_of(person) == {Role.MANAGER}
    assert [region.code for region in person.regions.all()] == ["320000"]


def test_a_change_of_access_is_logged(administrator, field_staff):
    change(field_staff, administrator, clock_now())
    assert LogEntry.objects.get(object_id=str(field_staff.pk)).user == administrator


@pytest.mark.parametrize("persona", ["manager", "commander", "auditor"])
def test_nobody_else_does(persona, field_staff, request):
    with pytest.raises(Forbidden):
        change(field_staff, request.getfixturevalue(persona), clock_now())


def test_administrators_do_not_lock_themselves_out(administrator):
    with pytest.raises(Refused):
        change(administrator, administrator, clock_now(), roles=[Role.MANAGER])


def test_the_form_refuses_a_region_that_does_not_exist(administrator, field_staff, client):
    client.force_login(administrator)
    answer = client.post(reverse("staff:person", args=[field_staff.pk]), {"regions": "上海市 火星", "is_active": "on"})
    assert "没有这些区域：火星。" in answer.content.decode()


def test_the_form_takes_names_and_codes(administrator, field_staff, client):
    client.force_login(administrator)
    client.post(reverse("staff:person", args=[field_staff.pk]), {"regions": "上海市、320100", "is_active": "on"})
    assert {region.code for region in field_staff.regions.all()} == {"310000", "320100"}


def test_a_manager_cannot_post_the_form(manager, field_staff, client):
    client.force_login(manager)
    assert client.post(reverse("staff:person", args=[field_staff.pk]), {"regions": ""}).status_code == 403


def test_display_settings_are_on_the_next_page(field_staff, client):
    client.force_login(field_staff)
    shown = client.post("/staff/preferences/", {"theme": "dark", "large_type": "on"}, follow=True).content.decode()
    assert 'data-theme="dark" data-type="large"' in shown


def test_single_keys_can_be_switched_off(client, field_staff):
    client.force_login(field_staff)
    shown = client.post("/staff/preferences/", {"theme": "auto"}, follow=True).content.decode()
    assert 'data-keys="off"' in shown


def test_a_theme_that_does_not_exist_is_refused(field_staff, client):
    client.force_login(field_staff)
    client.post("/staff/preferences/", {"theme": "pink"})
    assert Person.objects.get(pk=field_staff.pk).theme == "auto"
