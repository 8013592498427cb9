"""Tasks over REST."""

import pytest
from rest_framework.test import APIClient


@pytest.fixture
def api(engineer):
    client = APIClient()
    client.force_authenticate(engineer)
    return client


def test_the_list_has_what_one_sees(api, running):
    found = api.get("/api/v1/tasks/?mine=true").json()["results"]
    assert {row["assignee"] for row in found} == {"周工"}


def test_a_task_comes_with_its_checklist(api, task):
    assert [row["is_mandatory"] for row in api.get(f"/api/v1/tasks/{task.pk}/").json()["checks"]] == [True] * 3


def test_a_task_is_accepted_and_done(api, task):
    assert api.post(f"/api/v1/tasks/{task.pk}/accept/").json()["state"] == "accepted"
    data = {"text": "三台", "checked": [check.pk for check in task.checks.all()]}
    assert api.post(f"/api/v1/tasks/{task.pk}/complete/", data, format="json").json()["state"] == "done"


def test_a_task_goes_to_the_next_when_it_is_declined(api, task):
    assert api.post(f"/api/v1/tasks/{task.pk}/decline/", {"reason": "忙"}).json()["assignee"] == "吴工"


def test_what_is_missing_is_a_conflict_with_its_code(api, task):
    answer = api.post(f"/api/v1/tasks/{task.pk}/complete/", {"text": "三台"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "unproven")


def test_somebody_from_another_region_finds_nothing(outsider, task):
    client = APIClient()
    client.force_authenticate(outsider)
    assert client.get(f"/api/v1/tasks/{task.pk}/").status_code == 404


def test_a_colleague_may_not_accept(field_staff, task):
    client = APIClient()
    client.force_authenticate(field_staff)
    assert client.post(f"/api/v1/tasks/{task.pk}/accept/").status_code == 403


def test_the_list_takes_as_many_queries_for_many_as_for_few(api, running, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        api.get("/api/v1/tasks/")
