"""Absences, handovers, covers and who acts, for programs."""

from datetime import timedelta

import pytest

from resources.staff.actions import absences, covering
from resources.staff.models import Absence, Cover
from resources.staff.rules.absences import Window
from tests.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

WEEK = Window(NOON + timedelta(days=2), NOON + timedelta(days=9))
PLAN = {"kind": "leave", "starts": "2026-11-25T12:00:00+08:00", "ends": "2026-12-02T12:00:00+08:00"}


@pytest.fixture
def absence(a, post):
    return absences.plan_absence(a, absences.Plan("leave", WEEK, "探亲"), actor=a, now=NOON)


@pytest.fixture
def api(client):
    """api(person, "get", "absences/", …): the answer."""

    def ask(person, method, path, data=None):
        client.force_login(person)
        return getattr(client, method)(f"/api/v1/{path}", data, content_type="application/json")

    return ask


@pytest.mark.parametrize("path", ["absences/", "handovers/", "covers/"])
def test_lists_are_of_one_s_area(api, absence, manager, outsider, path, post, field_staff):
    covering.name_cover(post, field_staff, WEEK, actor=manager, now=NOON)
    assert [api(person, "get", path).json()["count"] for person in (manager, outsider)] == [1, 0]


@pytest.mark.parametrize("path", ["absences/", "handovers/", "covers/", "acting/?function=commander"])
def test_strangers_get_nothing(client, path):
    assert client.get(f"/api/v1/{path}").status_code == 403


def test_the_filters_are_the_pages(api, absence, manager):
    counts = [api(manager, "get", f"absences/?when={when}").json()["count"] for when in ("planned", "now")]
    assert counts == [1, 0]


def test_the_reason_is_for_those_who_decide(api, absence, a, manager, auditor):
    shown = [api(person, "get", f"absences/{absence.pk}/").json()["reason"] for person in (a, manager, auditor)]
    assert shown == ["探亲", "探亲", ""]


def test_an_absence_is_planned(api, a, b, post):
    answer = api(a, "post", "absences/", PLAN)
    assert answer.status_code == 201
    assert api(b, "get", f"handovers/{answer.json()['handovers'][0]}/").json()["state"] == "proposed"


def test_a_retry_plans_once(api, a, post):
    assert [api(a, "post", "absences/", PLAN).status_code for _ in range(2)] == [201, 201]
    assert Absence.objects.count() == 1


def test_a_refusal_says_why(api, absence, a, b):
    answer = api(b, "post", "absences/", PLAN)
    assert (answer.status_code, answer.json()["code"]) == (409, "both_away")


def test_with_a_cover_it_is_planned(api, absence, b, post, make_person):
    make_person("wang", "manager", regions=["310000"])
    assert api(b, "post", "absences/", {**PLAN, "covers": {str(post.pk): "wang"}}).status_code == 201
    assert Cover.objects.get().person.username == "wang"


def test_an_unknown_cover_is_named(api, absence, b, post):
    answer = api(b, "post", "absences/", {**PLAN, "covers": {str(post.pk): "whoever"}})
    assert (answer.status_code, answer.json()["code"]) == (400, "covers")


def test_nobody_plans_for_another_area(api, a, outsider):
    assert api(outsider, "post", "absences/", {**PLAN, "person": "chen"}).status_code == 404


@pytest.mark.parametrize("move", ["end", "cancel", "extend"])
def test_an_outsider_moves_nothing(api, absence, outsider, move):
    assert api(outsider, "post", f"absences/{absence.pk}/{move}/", {}).status_code == 404


def test_an_absence_is_cancelled(api, absence, a):
    assert api(a, "post", f"absences/{absence.pk}/cancel/").json()["cancelled_at"]


def test_an_absence_becomes_longer(api, absence, a):
    answer = api(a, "post", f"absences/{absence.pk}/extend/", {"until": "2026-12-05T12:00:00+08:00"})
    assert answer.json()["ends"] == "2026-12-05T12:00:00+08:00"


def test_b_accepts_and_hands_back(api, absence, b, clock):
    address = f"handovers/{absence.handovers.get().pk}"
    assert api(b, "post", f"{address}/accept/", {"given": [0, 1]}).json()["state"] == "accepted"
    clock.shift(timedelta(days=9))
    assert api(b, "post", f"{address}/return/", {"returned": [0, 1]}).json()["state"] == "returned"


def test_b_objects(api, absence, b):
    answer = api(b, "post", f"handovers/{absence.handovers.get().pk}/decline/", {"remark": "出差"})
    assert answer.json()["state"] == "declined"


def test_an_outsider_answers_nothing(api, absence, outsider):
    for move in ("accept", "decline", "return"):
        path = f"handovers/{absence.handovers.get().pk}/{move}/"
        assert api(outsider, "post", path, {}).status_code == 404


def test_a_cover_is_named_and_cancelled(api, post, manager, field_staff):
    data = {"post": post.pk, "person": "field", "starts": PLAN["starts"], "ends": PLAN["ends"]}
    made = api(manager, "post", "covers/", data).json()
    assert api(manager, "post", f"covers/{made[0]['id']}/cancel/").json()["cancelled_at"]


def test_an_outsider_names_no_cover(api, post, outsider):
    data = {"post": post.pk, "person": "outsider", "starts": PLAN["starts"], "ends": PLAN["ends"]}
    assert api(outsider, "post", "covers/", data).status_code == 404


class TestActing:
    def ask(self, api, person, **params):
        path = "&".join(f"{name}={value}" for name, value in {"function": "commander", **params}.items())
        return api(person, "get", f"acting/?{path}")

    def test_a_holds(self, api, manager, post):
        found = self.ask(api, manager, region="310101").json()
        assert (found["person"], found["role"], found["reason"]) == ("chen", "A", "holds")

    def test_b_acts_since(self, api, manager, absence):
        found = self.ask(api, manager, region="310101", at="2026-11-26T00:00:00%2B08:00").json()
        assert (found["person"], found["acting_for"], found["why"]) == (
            "li",
            "chen",
            "A角陈国栋离岗，B角代行，自11月25日12:00起",
        )
        assert found["since"] == "2026-11-25T12:00:00+08:00"

    def test_nobody(self, api, manager):
        found = self.ask(api, manager, region="310101").json()
        assert (found["person"], found["role"]) == (None, "")

    def test_another_area_is_not_asked_about(self, api, outsider, post):
        assert self.ask(api, outsider, region="310101").status_code == 404

    def test_an_unknown_function_is_refused(self, api, manager):
        assert self.ask(api, manager, function="cook").status_code == 400
