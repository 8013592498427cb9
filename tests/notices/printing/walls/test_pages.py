"""Pages and API: owner, member, outsider; what is entered, what is refused."""

from datetime import timedelta

import pytest
from django.urls import reverse

from notices.printing.walls import actions
from notices.printing.walls.models import Posting
from tests.conftest import NOON
from tests.notices.printing.walls.conftest import photo


@pytest.fixture
def as_field(client, field_staff, clock):
    client.force_login(field_staff)
    return client


def url(name, *args):
    return reverse(f"walls:{name}", args=args)


def test_mine_has_what_is_to_be_done(posting, as_field):
    page = as_field.get(url("mine")).content.decode()
    assert "310101-0001网点" in page
    assert "正在排版" in page


def test_mine_without_walls_says_so(as_field, regions):
    assert "现在没有要张贴或取下的公告" in as_field.get(url("mine")).content.decode()


def test_what_is_late_is_seen(posting, as_field, clock):
    clock.shift(timedelta(minutes=16))
    assert "1 处超时" in as_field.get(url("mine")).content.decode()


@pytest.mark.parametrize(("who", "status"), [("manager", 200), ("auditor", 200), ("outsider", 404)])
def test_who_sees_a_wall(posting, who, status, client, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url("posting", posting.pk)).status_code == status


def test_others_walls_are_in_nobodys_list(posting, outsider, client):
    client.force_login(outsider)
    assert "310101-0001网点" not in client.get(url("list")).content.decode()


def test_an_auditor_has_no_buttons(posting, auditor, client):
    client.force_login(auditor)
    assert url("printed", posting.pk) not in client.get(url("posting", posting.pk)).content.decode()


def test_an_auditor_who_posts_all_the_same_is_refused(posting, auditor, client):
    client.force_login(auditor)
    assert client.post(url("printed", posting.pk), {"copies": 1}).status_code == 403


def test_a_sheet_is_noted_as_printed(posting, as_field):
    answer = as_field.post(url("printed", posting.pk), {"copies": 2, "next": "mine"})
    posting.refresh_from_db()
    assert (answer.url, posting.state, posting.copies) == (url("mine"), "printed", 2)


def test_who_reloads_a_refused_deed_gets_the_posting(posting, as_field):
    assert as_field.post(url("posted", posting.pk), {"place": "大厅"}).status_code >= 400
    assert as_field.get(url("posted", posting.pk)).url == url("posting", posting.pk)


def test_a_sheet_is_put_up(posting, as_field):
    as_field.post(url("posted", posting.pk), {"place": "大厅", "uploads_camera": photo()})
    posting.refresh_from_db()
    assert (posting.state, posting.place) == ("posted", "大厅")


def test_without_a_photo_the_page_keeps_what_was_entered(posting, as_field):
    answer = as_field.post(url("posted", posting.pk), {"place": "二楼东侧"})
    assert answer.status_code == 400
    assert 'value="二楼东侧"' in answer.content.decode()
    assert "请拍一张张贴后的照片" in answer.content.decode()


def test_markup_in_a_place_is_text(posting, put_up, as_field):
    put_up(posting, place="<script>alert(1)</script>")
    page = as_field.get(url("posting", posting.pk)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_many_are_noted_as_printed_each_with_its_result(make_site, make_incident, make_sheet, as_field, field_staff):
    sites = [make_site("310101-0001"), make_site("310101-0002")]
    incident = make_incident(*sites)
    first, other = (make_sheet(incident, site) for site in sites)
    actions.mark_printed(first, actor=field_staff, now=NOON)
    answer = as_field.post(url("printed_many"), {"posting": [first.pk, other.pk]})
    assert answer.status_code == 409
    assert "310101-0001网点：这份公告已登记打印" in answer.content.decode()
    assert Posting.objects.get(pk=other.pk).state == "printed"


def test_many_at_once_do_not_reach_other_regions(posting, outsider, client):
    client.force_login(outsider)
    client.post(url("printed_many"), {"posting": [posting.pk]})
    posting.refresh_from_db()
    assert posting.state == "to_print"


def test_a_sheet_is_made_from_the_wall(make_notice, issued, incident, as_field, settings):
    keys, settings.EMERGENCY_QR_KEYS = settings.EMERGENCY_QR_KEYS, {}
    wall = Posting.objects.get(notice=issued(make_notice(incident)))
    assert wall.sheet is None
    settings.EMERGENCY_QR_KEYS = keys
    as_field.post(url("make", wall.pk))
    wall.refresh_from_db()
    assert wall.sheet is not None


def test_one_visit_is_shown_as_such(posting, put_up, make_sheet, make_substitute, incident, site, as_field):
    put_up(posting)
    make_substitute(incident, site=site)
    make_sheet(incident, site)
    page = as_field.get(url("mine")).content.decode()
    assert "换贴" in page
    assert "请同时取下旧公告 GG-20261123-0001（大厅）" in page


def test_the_list_narrows_to_what_is_late(posting, manager, client, clock):
    client.force_login(manager)
    assert "310101-0001网点" not in client.get(url("list"), {"late": "true"}).content.decode()
    clock.shift(timedelta(minutes=16))
    assert "310101-0001网点" in client.get(url("list"), {"late": "true"}).content.decode()


def test_the_list_is_exported(posting, put_up, manager, client):
    put_up(posting)
    client.force_login(manager)
    rows = client.get(url("list"), {"export": "csv"}).getvalue().decode("utf-8-sig").splitlines()
    assert "已张贴" in rows[1]


def test_the_panel_counts(posting, manager, client, incident, clock):
    client.force_login(manager)
    clock.shift(timedelta(minutes=16))
    panel = client.get(url("of_incident", incident.number)).content.decode()
    assert "<strong>0/1</strong>" in panel
    assert "1 处超时" in panel


def test_a_sites_walls_are_on_one_page(posting, put_up, as_field, site):
    put_up(posting)
    assert "大厅" in as_field.get(url("site", site.code)).content.decode()


@pytest.mark.parametrize("count", [10, 100])
@pytest.mark.parametrize("name", ["mine", "list"])
def test_pages_take_a_fixed_number_of_queries(
    count, name, make_site, make_incident, make_notice, as_field, django_assert_max_num_queries, publisher
):
    sites = [make_site(f"310101-{number:04d}") for number in range(count)]
    actions.publish(make_notice(make_incident(*sites)), sites, actor=publisher, now=NOON)
    with django_assert_max_num_queries(13):
        as_field.get(url(name))


def test_the_api_lists_and_works_walls(posting, as_field):
    listed = as_field.get("/api/v1/postings/", {"todo": "true"}).json()
    assert [row["id"] for row in listed["results"]] == [posting.pk]
    done = as_field.post(f"/api/v1/postings/{posting.pk}/posted/", {"place": "大厅", "uploads": photo()})
    assert (done.status_code, done.json()["state"]) == (200, "posted")


def test_the_api_tells_why_not(posting, as_field):
    answer = as_field.post(f"/api/v1/postings/{posting.pk}/posted/", {"place": "大厅"}, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "photo")


@pytest.mark.parametrize("digits", [25, 5000])
def test_a_number_that_no_wall_can_have_is_passed_over(digits, as_field, regions):
    assert as_field.post(url("printed_many"), {"posting": "9" * digits}).status_code == 302


def test_the_pages_forms_say_which_sheet_was_printed(posting, as_field):
    page = as_field.get(url("posting", posting.pk)).content.decode()
    assert page.count(f'name="sheet" value="{posting.sheet.number}"') == 3


def test_a_sheet_that_was_overtaken_is_not_noted_as_printed(posting, as_field):
    answer = as_field.post(url("printed_many"), {"posting": f"{posting.pk}:GG-20261123-9999"})
    assert answer.status_code == 409
    assert "请打印并张贴 GG-20261123-0001" in answer.content.decode()
