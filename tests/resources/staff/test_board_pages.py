"""The A/B board, a post's page, the emergency team: who sees what, in how many queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emergency_ops.lib.roles import Role
from resources.staff.actions.assignments import assign
from resources.staff.actions.training import Taking, record
from resources.staff.models import Absence, Post, PostAssignment, Training
from tests.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ALWAYS = DateTimeTZRange(NOON - timedelta(days=30), None)
BOARD = "/staff/board/"
TEAM = "/staff/team/"


@pytest.fixture
def see(client):
    """see(person, path): the page as text, or its status where it is not shown."""

    def get(person, path):
        client.force_login(person)
        answer = client.get(path)
        if answer.status_code != 200:
            return answer.status_code
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return body.decode("utf-8-sig")

    return get


@pytest.fixture
def course(db):
    return Training.objects.create(code="YJ-01", name="应急处置", valid_months=12)


@pytest.fixture
def post(regions, course):
    return Post.objects.create(function="technical", region_id="310000", name="上海技术处置", required_training=course)


@pytest.fixture
def held(post, manager, field_staff):
    """A and B, both without the training."""
    assign(post, manager, "A", ALWAYS, actor=None, now=NOON)
    assign(post, field_staff, "B", ALWAYS, actor=manager, now=NOON, untrained_reason="培训排在下周")
    return post


def away(person):
    return Absence.objects.create(
        person=person,
        kind="leave",
        period=DateTimeTZRange(NOON - timedelta(hours=3), NOON + timedelta(days=1)),
        reported_at=NOON,
        reported_by=person,
    )


class TestBoard:
    def test_says_who_acts_and_why(self, held, manager, see):
        away(manager)
        assert "A角李敏离岗，B角代行，自11月23日09:00起" in see(manager, BOARD)

    def test_says_that_nobody_does(self, post, manager, see):
        assert "无人负责" in see(manager, BOARD)

    def test_keeps_the_reason_of_an_untrained_b_in_sight(self, held, manager, see):
        assert "培训排在下周（李敏批准）" in see(manager, BOARD)

    def test_warns_of_a_training_that_ends(self, held, field_staff, course, manager, see):
        PostAssignment.objects.filter(role="B").update(untrained_reason="", untrained_by=None)
        record(field_staff, Taking(course, NOON.date() - timedelta(days=340)), actor=None, now=NOON)
        assert "培训将到期" in see(manager, BOARD)

    @pytest.mark.parametrize(("state", "shown"), [("present", True), ("gap", False)])
    def test_filters_by_state(self, held, manager, see, state, shown):
        assert ("上海技术处置" in see(manager, f"{BOARD}?state={state}")) is shown

    def test_is_found_by_a_holder(self, held, manager, see):
        assert "上海技术处置" in see(manager, f"{BOARD}?q=王强")

    def test_shows_the_posts_above_too(self, regions, manager, see):
        Post.objects.create(function="commander", region_id="000000", area="network", name="全国总指挥")
        assert "全国总指挥" in see(manager, BOARD)

    def test_shows_nothing_of_elsewhere(self, held, outsider, see):
        assert "上海技术处置" not in see(outsider, BOARD)

    def test_nothing_without_a_role(self, held, make_person, see):
        assert "上海技术处置" not in see(make_person("nobody"), BOARD)

    def test_is_downloaded_with_all_that_an_import_asks(self, held, manager, see):
        head = see(manager, f"{BOARD}?export=csv").splitlines()[0]
        assert {"岗位", "职能", "范围", "区划代码", "上岗培训", "交接材料"} <= set(head.split(","))

    def test_takes_the_same_queries_for_few_and_many(self, held, manager, make_person, course, client):
        client.force_login(manager)
        client.get(BOARD)
        with CaptureQueriesContext(connection) as few:
            client.get(BOARD)
        for number, code in enumerate(["310100", "310101", "310104"]):
            for function in ("commander", "on_site", "scribe", "logistics"):
                post = Post.objects.create(
                    function=function, region_id=code, name=f"岗{number}", required_training=course
                )
                person = make_person(f"{function}-{code}", Role.FIELD_STAFF, regions=[code])
                assign(post, person, "A", ALWAYS, actor=None, now=NOON)
        with CaptureQueriesContext(connection) as many:
            client.get(BOARD)
        assert len(many) == len(few)


class TestPost:
    def test_shows_who_will_hold_it(self, post, commander, manager, see):
        assign(post, commander, "A", DateTimeTZRange(NOON + timedelta(days=3), None), actor=None, now=NOON)
        assert "尚未生效" in see(manager, reverse("staff:post", args=[post.pk]))

    def test_does_not_exist_for_outsiders(self, post, outsider, see):
        assert see(outsider, reverse("staff:post", args=[post.pk])) == 404

    def test_is_there_for_who_holds_it(self, post, make_person, see):
        guest = make_person("guest", Role.FIELD_STAFF, regions=["320100"])
        assign(post, guest, "A", ALWAYS, actor=None, now=NOON)
        assert "上海技术处置" in see(guest, reverse("staff:post", args=[post.pk]))

    @pytest.mark.parametrize("page", ["post_edit", "post_retire", "post_assign"])
    @pytest.mark.parametrize(("persona", "status"), [("field_staff", 403), ("outsider", 404), ("auditor", 403)])
    def test_is_changed_by_managers_only(self, post, page, persona, status, request, see):
        assert see(request.getfixturevalue(persona), reverse(f"staff:{page}", args=[post.pk])) == status


class TestForms:
    @pytest.fixture
    def send(self, client, manager):
        def post(page, /, *args, **data):
            client.force_login(manager)
            return client.post(reverse(f"staff:{page}", args=args), data)

        return post

    def test_a_post_is_set_up(self, regions, course, send):
        send("post_create", name="沪现场", function="on_site", area="region", region_code="310000", is_key="on")
        assert Post.objects.get().name == "沪现场"

    def test_somebody_is_assigned(self, post, field_staff, send):
        send("post_assign", post.pk, role="A", person="王强")
        assert PostAssignment.objects.get().person == field_staff

    def test_an_untrained_b_needs_a_reason(self, post, field_staff, send):
        answer = send("post_assign", post.pk, role="B", person="王强（field）")
        assert "没有有效的上岗培训“应急处置”" in answer.content.decode()
        assert not PostAssignment.objects.exists()

    def test_and_gets_it(self, post, field_staff, manager, send):
        send("post_assign", post.pk, role="B", person="field", untrained_reason="临时支援")
        assert PostAssignment.objects.get().untrained_by == manager

    def test_twice_is_once(self, post, field_staff, send):
        send("post_assign", post.pk, role="A", person="王强")
        answer = send("post_assign", post.pk, role="A", person="王强")
        assert "由王强担任" in answer.content.decode()
        assert PostAssignment.objects.count() == 1

    def test_a_name_that_two_have_is_asked_about(self, post, field_staff, make_person, send):
        make_person("field2", Role.FIELD_STAFF, regions=["310101"], name="王强")
        assert "有同名人员" in send("post_assign", post.pk, role="A", person="王强").content.decode()

    def test_people_of_elsewhere_are_not_known(self, post, outsider, send):
        assert "没有“外区”这个人" in send("post_assign", post.pk, role="A", person="外区").content.decode()

    def test_an_assignment_ends(self, held, send):
        first = PostAssignment.objects.get(role="A")
        send("assignment_end", first.pk)
        first.refresh_from_db()
        assert first.validity.upper == NOON

    def test_a_post_ends(self, post, send):
        send("post_retire", post.pk, reason="并入南京")
        post.refresh_from_db()
        assert not post.is_active


class TestTeam:
    def test_has_who_acts_and_who_stands_ready(self, held, manager, see):
        shown = see(manager, TEAM)
        assert "李敏" in shown
        assert "B角待命" in shown

    def test_has_nobody_who_is_away(self, held, manager, commander, see):
        away(manager)
        assert "李敏</a></th>" not in see(commander, TEAM)

    @pytest.mark.parametrize(("persona", "whole"), [("commander", True), ("auditor", False)])
    @pytest.mark.parametrize("path", [TEAM, f"{TEAM}?export=csv"])
    def test_numbers_are_whole_for_those_who_coordinate(self, held, manager, persona, whole, path, request, see):
        type(manager).objects.filter(pk=manager.pk).update(phone="13812345678")
        assert ("13812345678" in see(request.getfixturevalue(persona), path)) is whole

    def test_has_nothing_of_elsewhere(self, held, outsider, see):
        assert "李敏" not in see(outsider, TEAM)

    def test_is_narrowed_down(self, held, manager, see):
        assert "王强" not in see(manager, f"{TEAM}?function=commander")
