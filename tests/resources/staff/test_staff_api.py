"""People, posts, assignments, trainings, records and badges for programs: owner, member, outsider."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib.roles import Role
from resources.staff.actions.assignments import assign
from resources.staff.actions.badges import Validity, issue
from resources.staff.actions.training import Taking, record
from resources.staff.models import Post, PostAssignment, Training
from tests.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = NOON.date()
ALWAYS = DateTimeTZRange(NOON - timedelta(days=1), None)


@pytest.fixture
def api(client):
    """api(person, path, data=None): the answer; data makes it a POST."""

    def ask(person, path, data=None):
        client.force_login(person)
        address = f"/api/v1/{path}"
        if data is None:
            return client.get(address)
        return client.post(address, data, content_type="application/json")

    return ask


@pytest.fixture
def course(db):
    return Training.objects.create(code="YJ-01", name="应急处置", valid_months=12)


@pytest.fixture
def post(regions, course):
    return Post.objects.create(function="technical", region_id="310000", name="上海技术处置", required_training=course)


@pytest.fixture
def rows(post, course, manager, field_staff):
    """One row behind each endpoint, all of them of Shanghai."""
    held = assign(post, field_staff, "A", ALWAYS, actor=None, now=NOON)
    taken = record(field_staff, Taking(course, TODAY), actor=None, now=NOON)
    badge = issue(field_staff, Validity(TODAY, TODAY), actor=None, now=NOON)
    return {
        "people": field_staff.pk,
        "posts": post.pk,
        "assignments": held.pk,
        "training-records": taken.pk,
        "badges": badge.number,
    }


ENDPOINTS = ["people", "posts", "assignments", "training-records", "badges"]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize(("persona", "status"), [("manager", 200), ("auditor", 200), ("outsider", 404)])
def test_a_row_is_for_those_of_the_region(endpoint, persona, status, rows, api, request):
    person = request.getfixturevalue(persona)
    assert api(person, f"{endpoint}/{rows[endpoint]}/").status_code == status
    assert (api(person, f"{endpoint}/").json()["count"] > 0) is (status == 200) or endpoint == "people"


@pytest.mark.parametrize("endpoint", [*ENDPOINTS[1:], "trainings"])
def test_the_owner_sees_their_own(endpoint, rows, field_staff, api):
    assert api(field_staff, f"{endpoint}/").json()["count"] == 1


@pytest.mark.parametrize("endpoint", [*ENDPOINTS, "trainings"])
def test_a_stranger_sees_nothing(endpoint, rows, client):
    assert client.get(f"/api/v1/{endpoint}/").status_code in {302, 401, 403}


@pytest.mark.parametrize(("persona", "number"), [("manager", "13812345678"), ("auditor", "138****5678")])
def test_numbers_are_whole_for_those_who_coordinate(persona, number, rows, field_staff, api, request):
    type(field_staff).objects.filter(pk=field_staff.pk).update(phone="13812345678")
    assert api(request.getfixturevalue(persona), f"people/{field_staff.pk}/").json()["phone"] == number


def test_a_token_is_never_told(rows, manager, api):
    assert "token" not in api(manager, f"badges/{rows['badges']}/").json()


def test_a_post_says_who_acts(rows, manager, api):
    found = api(manager, f"posts/{rows['posts']}/").json()
    assert (found["state"], found["acting"]["name"], found["acting"]["why"]) == ("present", "王强", "A角")


def test_posts_have_the_filters_of_the_board(rows, manager, api):
    assert api(manager, "posts/?state=gap").json()["count"] == 0


def test_many_posts_take_the_same_queries(rows, manager, make_person, client):
    client.force_login(manager)
    client.get("/api/v1/posts/")
    with CaptureQueriesContext(connection) as few:
        client.get("/api/v1/posts/")
    for function in ("commander", "on_site", "scribe", "logistics"):
        made = Post.objects.create(function=function, region_id="310101", name=function)
        assign(made, make_person(function, Role.FIELD_STAFF), "A", ALWAYS, actor=None, now=NOON)
    with CaptureQueriesContext(connection) as many:
        client.get("/api/v1/posts/")
    assert len(many) == len(few)


class TestAssigning:
    def send(self, api, actor, post, **data):
        return api(actor, f"posts/{post.pk}/assign/", {"person": "field", "role": "A", **data})

    def test_by_a_manager(self, post, manager, field_staff, api):
        answer = self.send(api, manager, post)
        assert (answer.status_code, answer.json()["person"]) == (201, "field")

    @pytest.mark.parametrize(("persona", "status"), [("field_staff", 403), ("outsider", 404)])
    def test_not_by_others(self, post, persona, status, api, request, field_staff):
        if persona == "field_staff":
            assign(post, field_staff, "B", ALWAYS, actor=None, now=NOON, untrained_reason="测试")
        answer = self.send(api, request.getfixturevalue(persona), post)
        assert answer.status_code in {status, 400}
        assert PostAssignment.objects.filter(role="A").count() == 0

    def test_an_untrained_b_is_refused_with_a_code(self, post, manager, field_staff, api):
        answer = self.send(api, manager, post, role="B")
        assert (answer.status_code, answer.json()["code"]) == (409, "untrained")

    def test_people_of_elsewhere_are_unknown(self, post, manager, outsider, api):
        assert self.send(api, manager, post, person="outsider").status_code == 400

    def test_a_time_that_runs_backwards_is_refused(self, post, manager, field_staff, api):
        days = {"since": "2026-12-02T00:00:00Z", "until": "2026-12-01T00:00:00Z"}
        assert self.send(api, manager, post, **days).status_code == 400

    def test_ending_keeps_the_row(self, rows, manager, api):
        answer = api(manager, f"assignments/{rows['assignments']}/end/", {})
        assert answer.json()["until"] == "2026-11-23T12:00:00+08:00"

    def test_what_has_not_begun_is_gone(self, post, manager, field_staff, api):
        later = DateTimeTZRange(NOON + timedelta(days=1), None)
        held = assign(post, field_staff, "A", later, actor=None, now=NOON)
        assert api(manager, f"assignments/{held.pk}/end/", {}).status_code == 204

    def test_an_end_that_is_over_stays(self, rows, manager, api):
        path = f"assignments/{rows['assignments']}/end/"
        assert [api(manager, path, {}).status_code for _time in range(2)] == [200, 409]
