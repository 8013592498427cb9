import re
from datetime import timedelta

import pytest
from django.core.cache import cache

from emergency_ops.lib.roles import Role
from resources.network.models import Region


@pytest.fixture
def shown(client):
    """shown(person, "/wall/"): what the person is shown there."""

    def get(person, path="/wall/"):
        client.force_login(person)
        return client.get(path).content.decode()

    return get


def seen_of(page):
    return re.search(r"seen=(\w+)", page).group(1)


def test_the_wall_of_an_empty_network_says_so(shown, manager):
    assert "还没有网点和终端" in shown(manager)


def test_the_wall_shows_an_incident_with_its_clock(shown, manager, make_site, open_incident):
    incident = open_incident(make_site(terminals=3))
    page = shown(manager)
    assert incident.number in page
    assert "data-clock" in page


@pytest.mark.parametrize("path", ["/wall/", "/wall/now/"])
def test_the_title_leads_whoever_is_logged_in_to_the_incident(shown, manager, site, open_incident, path):
    incident = open_incident(site)
    assert f'href="/incidents/{incident.number}/">{incident.title}</a>' in shown(manager, path)


def test_a_drill_is_marked(shown, manager, site, open_incident):
    open_incident(site, is_drill=True)
    assert '<span class="mark mark--drill">演练</span>' in shown(manager, "/wall/now/")


def test_an_outsider_sees_nothing_of_it(shown, outsider, site, open_incident):
    incident = open_incident(site)
    page = shown(outsider)
    assert incident.number not in page
    assert "还没有网点和终端" in page


def test_who_sees_nothing_is_not_shown_what_was_kept_for_who_sees_all(
    shown, commander, make_person, site, open_incident
):
    incident = open_incident(site)
    assert incident.number in shown(commander)
    page = shown(make_person("new", Role.FIELD_STAFF, regions=[]))
    assert incident.number not in page
    assert "还没有网点和终端" in page


def test_the_count_of_what_stands_still_says_what_it_adds_up(shown, commander):
    page = shown(commander, "/wall/")
    assert "停用/离线" in page
    assert 'title="停止服务或离线"' in page


def test_a_region_narrows_the_wall(shown, commander, make_site):
    make_site("310101-0001", terminals=2)
    make_site("320102-0001", terminals=40)
    assert "<b>2</b> 台<" in shown(commander, "/wall/?region=310000")


@pytest.mark.parametrize("region", ["320000", "nonsense", "31"])
def test_a_region_that_one_does_not_see_does_not_exist(client, manager, region):
    client.force_login(manager)
    assert client.get(f"/wall/?region={region}").status_code == 404


def test_parts_keep_the_region(shown, commander, site):
    assert "/wall/now/?region=310000" in shown(commander, "/wall/?region=310000")


def test_a_stranger_has_to_log_in(client, db):
    assert client.get("/wall/now/").status_code == 302


def test_a_picture_that_is_still_the_same_is_not_sent_again(client, shown, manager, site):
    seen = seen_of(shown(manager))
    assert client.get(f"/wall/picture/?seen={seen}").status_code == 204


def test_a_picture_that_changed_is_sent(client, shown, manager, site, clock, report):
    seen = seen_of(shown(manager))
    report(site, "offline")
    clock.shift(timedelta(seconds=30))
    cache.clear()
    assert "tile-down" in client.get(f"/wall/picture/?seen={seen}").content.decode()


def test_the_wall_has_pictures_in_words_too(shown, manager, site):
    page = shown(manager)
    assert '<table class="sr-only"><caption>各区域终端状况</caption>' in page
    assert page.count("<desc") >= 1


def test_markup_in_a_name_stays_text(shown, manager, make_site):
    make_site(name="<script>alert(1)</script>", terminals=30)
    assert "<script>alert" not in shown(manager)


def test_ten_walls_cost_as_much_as_one(client, manager, site, open_incident, django_assert_max_num_queries):
    open_incident(site)
    client.force_login(manager)
    client.get("/wall/")
    with django_assert_max_num_queries(6):
        client.get("/wall/now/")


@pytest.mark.parametrize("sites", [1, 10])
def test_queries_do_not_grow(client, manager, make_site, open_incident, report, django_assert_max_num_queries, sites):
    for number in range(sites):
        site = make_site(f"310101-{number:04d}", terminals=4)
        report(site, "offline")
        open_incident(site)
    client.force_login(manager)
    with django_assert_max_num_queries(47):
        client.get("/wall/")


def test_the_wall_can_do_without_the_cache(client, manager, site, without_cache):
    client.force_login(manager)
    assert client.get("/wall/").status_code == 200


def test_names_of_regions_that_have_no_row_are_known(shown, commander, site):
    Region.objects.filter(pk="310100").delete()
    assert shown(commander)
