from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import Role
from resources.staff.actions.wall_links import create_link, note_use, revoke_link
from resources.staff.models import StaffEvent, WallLink
from resources.staff.rules.walls import is_linker


@pytest.fixture
def link(regions, manager, now):
    """(the link, its address): Shanghai, made by its manager."""
    made, secret = create_link("三楼值班室", regions["310000"], actor=manager, now=now)
    return made, f"/wall/k/{secret}/"


def test_whoever_has_the_address_sees_the_wall(client, link, site, open_incident):
    incident = open_incident(site)
    assert incident.number in client.get(link[1]).content.decode()


@pytest.mark.parametrize("part", ["now/", "picture/"])
def test_its_parts_come_without_logging_in(client, link, site, part):
    assert client.get(link[1] + part).status_code == 200


def test_it_shows_its_region_only(client, link, make_site, open_incident, outsider):
    incident = open_incident(make_site("320102-0001"), actor=outsider)
    assert incident.number not in client.get(link[1]).content.decode()


@pytest.mark.parametrize("part", ["", "now/"])
def test_nothing_on_it_leads_into_the_system(client, link, site, open_incident, part):
    incident = open_incident(site)
    page = client.get(link[1] + part).content.decode()
    assert incident.title in page
    assert "<a " not in page
    assert "<form" not in page


def test_no_number_of_anybody_is_on_it(client, link, site, open_incident, manager, make_post):
    manager.phone = "13812345678"
    manager.save()
    make_post("technical", "310000", a=manager)
    open_incident(site)
    page = client.get(link[1]).content.decode()
    assert "李敏" in page
    assert "138" not in page


def test_an_address_that_was_taken_back_is_gone(client, link, manager):
    revoke_link(link[0], actor=manager, now=now_clock.now())
    answer = client.get(link[1] + "now/")
    assert answer.status_code == 410
    assert "大屏地址已停用" in answer.content.decode()


def test_an_address_that_never_was_does_not_exist(client, db):
    assert client.get("/wall/k/guess/").status_code == 404


def test_the_address_of_somebody_who_left_shows_nothing(client, link, manager):
    manager.is_active = False
    manager.save()
    assert client.get(link[1]).status_code == 410


@pytest.mark.parametrize("part", ["", "now/", "picture/"])
def test_the_address_of_somebody_who_may_make_none_any_more_is_gone(client, link, manager, part):
    manager.groups.set([Group.objects.get_or_create(name="field_staff")[0]])
    answer = client.get(link[1] + part)
    assert (answer.status_code, "大屏地址已停用" in answer.content.decode()) == (410, True)


def test_the_list_says_that_it_does_not_answer(client, link, manager, make_person):
    other = make_person("other", "manager", regions=["310000"])
    client.force_login(other)
    assert "不再应答" not in client.get("/wall/links/").content.decode()
    manager.groups.clear()
    assert "不再应答" in client.get("/wall/links/").content.decode()


@pytest.mark.parametrize(
    ("is_active", "roles", "may"),
    [
        (True, {Role.MANAGER}, True),
        (True, {Role.ADMINISTRATOR}, True),
        (False, {Role.MANAGER}, False),
        (True, {Role.FIELD_STAFF}, False),
        (True, set(), False),
    ],
)
def test_who_may_make_addresses(is_active, roles, may):
    assert is_linker(is_active=is_active, roles=roles) == may


def test_an_address_shows_no_more_than_its_maker_sees_now(client, link, manager):
    manager.regions.set(["320100"])
    assert client.get(link[1]).status_code == 410


def test_it_is_not_to_be_kept_or_found(client, link):
    answer = client.get(link[1])
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


def test_it_comes_in_the_language_asked_for(client, link):
    assert '<html lang="en"' in client.get(f"{link[1]}?lang=en").content.decode()


def test_only_the_hash_of_the_secret_is_kept(link):
    assert link[1].split("/")[3] not in str(WallLink.objects.values().get())


def test_its_use_is_noted_every_ten_minutes(link, now):
    note_use(link[0], now=now)
    link[0].refresh_from_db()
    note_use(link[0], now=now + timedelta(minutes=9))
    link[0].refresh_from_db()
    assert link[0].last_used_at == now


def test_making_and_taking_back_are_on_record(link, manager, now):
    revoke_link(link[0], actor=manager, now=now)
    revoke_link(link[0], actor=manager, now=now)
    assert list(StaffEvent.objects.order_by("pk").values_list("code", flat=True)) == [
        "wall_link_created",
        "wall_link_revoked",
    ]


def test_field_staff_make_no_addresses(regions, field_staff, now):
    with pytest.raises(Forbidden):
        create_link("x", regions["310101"], actor=field_staff, now=now)


def test_nobody_makes_an_address_of_a_region_that_they_do_not_answer_for(regions, outsider, now):
    with pytest.raises(Forbidden):
        create_link("x", regions["310000"], actor=outsider, now=now)


def test_the_page_shows_a_new_address_once(client, manager, regions):
    client.force_login(manager)
    first = client.post("/wall/links/", {"name": "大厅", "region": "310000"}).content.decode()
    assert "/wall/k/" in first
    assert "/wall/k/" not in client.get("/wall/links/").content.decode()


def test_the_page_is_for_those_who_may(client, field_staff):
    client.force_login(field_staff)
    assert client.get("/wall/links/").status_code == 403


def test_a_wrong_form_keeps_what_was_typed(client, manager):
    client.force_login(manager)
    page = client.post("/wall/links/", {"name": "大厅", "region": "320000"}).content.decode()
    assert 'value="大厅"' in page


def test_an_outsider_does_not_find_it(client, link, outsider):
    client.force_login(outsider)
    assert client.post(f"/wall/links/{link[0].pk}/revoke/").status_code == 404


def test_the_page_takes_an_address_back(client, link, manager):
    client.force_login(manager)
    client.post(f"/wall/links/{link[0].pk}/revoke/")
    assert client.get(link[1]).status_code == 410
