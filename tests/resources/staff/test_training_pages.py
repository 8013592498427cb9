"""Pages of training and of people, warnings of what ends, and what happens when two do the same at once."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.roles import Role
from resources.staff.actions.assignments import assign
from resources.staff.actions.badges import Validity, issue
from resources.staff.actions.people import PersonData, change_person, create_person, reset_password
from resources.staff.actions.training import Taking, record, revoke_record
from resources.staff.actions.training_expiry import warn_of_expiry
from resources.staff.models import Badge, Memo, Person, Post, PostAssignment, StaffEvent, Training, TrainingRecord
from resources.staff.sentences import sentence
from resources.staff.sweeps import remind_training
from tests.conftest import NOON

TODAY = NOON.date()
ALWAYS = DateTimeTZRange(NOON, None)


@pytest.fixture
def course(db):
    return Training.objects.create(code="YJ-01", name="应急处置", valid_months=12)


@pytest.fixture
def taken(field_staff, course):
    """Ends in thirty days."""
    taking = Taking(course, TODAY - timedelta(days=300), expires_on=TODAY + timedelta(days=30))
    made = record(field_staff, taking, actor=None, now=NOON)
    Memo.objects.all().delete()
    return made


class TestWarnings:
    def test_go_to_the_person_and_the_nearest_manager(self, taken, field_staff, manager, commander):
        warn_of_expiry(NOON)
        assert {memo.recipient for memo in Memo.objects.all()} == {field_staff, manager}

    def test_are_given_once_a_step(self, taken):
        assert [warn_of_expiry(NOON), warn_of_expiry(NOON), warn_of_expiry(NOON + timedelta(days=23))] == [1, 0, 1]

    def test_stop_when_it_is_renewed(self, taken, field_staff, course):
        record(field_staff, Taking(course, TODAY), actor=None, now=NOON)
        assert warn_of_expiry(NOON) == 0

    def test_stop_when_it_is_struck_out(self, taken, manager):
        revoke_record(taken, reason="错误", actor=manager, now=NOON)
        assert warn_of_expiry(NOON) == 0

    def test_say_when_it_is_over(self, taken, field_staff):
        warn_of_expiry(NOON + timedelta(days=31))
        assert Memo.objects.get(recipient=field_staff).title == "培训已过期：应急处置"

    def test_wait_for_the_morning(self, taken, clock):
        clock.shift(timedelta(hours=-6))
        assert remind_training() == 0
        clock.shift(timedelta(hours=6))
        assert remind_training() == 1


@pytest.mark.usefixtures("clock")
class TestTrainingPages:
    @pytest.fixture
    def send(self, client, manager):
        def post(page, /, *args, **data):
            client.force_login(manager)
            return client.post(reverse(f"staff:{page}", args=args), data)

        return post

    def test_what_ends_soon_stands_above_the_list(self, taken, manager, client):
        client.force_login(manager)
        assert "有效期至 2026-12-23" in client.get("/staff/training/").content.decode()

    @pytest.mark.parametrize(
        ("persona", "status"), [("manager", 200), ("field_staff", 200), ("auditor", 200), ("outsider", 404)]
    )
    def test_a_record_is_seen_by_its_owner_and_those_above(self, taken, persona, status, request, client):
        client.force_login(request.getfixturevalue(persona))
        assert client.get(reverse("staff:record", args=[taken.pk])).status_code == status

    @pytest.mark.parametrize(("validity", "shown"), [("valid", 1), ("soon", 1), ("expired", 0), ("revoked", 0)])
    def test_records_are_filtered_by_validity(self, taken, manager, client, validity, shown):
        client.force_login(manager)
        body = client.get(f"/staff/training/?validity={validity}").content.decode()
        assert ("共 1 条" in body) is bool(shown)

    def test_a_drill_is_recorded_for_all_at_once(self, course, field_staff, manager, send):
        send("record_create", training=course.pk, people="王强\n李敏", taken_on="2026-11-20", result="passed")
        assert TrainingRecord.objects.count() == 2

    def test_a_name_that_nobody_has_records_nothing(self, course, field_staff, send):
        answer = send("record_create", training=course.pk, people="王强、张三", taken_on="2026-11-20", result="passed")
        assert "没有“张三”这个人" in answer.content.decode()
        assert not TrainingRecord.objects.exists()

    def test_a_course_is_made_changed_and_ended(self, db, send):
        send("course_create", code="YJ-9", name="新课", kind="course", valid_months="6")
        made = Training.objects.get()
        send("course_edit", made.pk, code="YJ-9", name="新课程", kind="course", valid_months="12")
        send("course_retire", made.pk)
        made.refresh_from_db()
        assert (made.name, made.valid_months, made.is_active) == ("新课程", 12, False)

    @pytest.mark.parametrize("page", ["record_create", "course_create", "badge_issue"])
    def test_field_staff_record_nothing(self, page, field_staff, client):
        client.force_login(field_staff)
        assert client.get(reverse(f"staff:{page}")).status_code == 403

    def test_the_list_takes_the_same_queries_for_few_and_many(self, taken, manager, make_person, course, client):
        client.force_login(manager)
        client.get("/staff/training/")
        with CaptureQueriesContext(connection) as few:
            client.get("/staff/training/")
        for number in range(12):
            person = make_person(f"p{number}", Role.FIELD_STAFF, regions=["310101"])
            record(person, Taking(course, TODAY), actor=None, now=NOON)
        with CaptureQueriesContext(connection) as many:
            client.get("/staff/training/")
        assert len(many) == len(few)


class TestPeople:
    DATA = PersonData("张伟", "现场组", "13812345678", "zhang@example.cn")

    def test_an_administrator_makes_an_account_with_a_first_password(self, administrator):
        person, secret = create_person("zhang", self.DATA, actor=administrator, now=NOON)
        assert person.check_password(secret)

    def test_an_account_is_there_once(self, administrator, field_staff):
        with pytest.raises(Refused):
            create_person("FIELD", self.DATA, actor=administrator, now=NOON)

    @pytest.mark.parametrize("persona", ["manager", "commander", "auditor", "field_staff"])
    def test_nobody_else_does(self, persona, field_staff, request):
        actor = request.getfixturevalue(persona)
        with pytest.raises(Forbidden):
            create_person("zhang", self.DATA, actor=actor, now=NOON)
        with pytest.raises(Forbidden):
            change_person(field_staff, self.DATA, actor=actor, now=NOON)

    def test_the_event_says_what_changed_without_numbers(self, administrator, field_staff):
        change_person(field_staff, PersonData("王强", phone="13900001111"), actor=administrator, now=NOON)
        event = StaffEvent.objects.get(code="person_changed")
        assert sentence(event).startswith("修改王强的资料：手机")
        assert "13900001111" not in str(event.params)

    def test_a_new_password_ends_the_old_one(self, administrator, field_staff):
        secret = reset_password(field_staff, actor=administrator, now=NOON)
        field_staff.refresh_from_db()
        assert field_staff.check_password(secret)

    def test_the_first_password_is_shown_once(self, administrator, client, db):
        client.force_login(administrator)
        answer = client.post("/staff/people/new/", {"name": "张伟", "username": "zhang"})
        assert "初始密码" in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"

    def test_a_number_that_is_none_is_refused(self, administrator, client):
        client.force_login(administrator)
        client.post("/staff/people/new/", {"name": "张伟", "username": "zhang", "phone": "打不通"})
        assert not Person.objects.filter(username="zhang").exists()

    @pytest.mark.parametrize("page", ["person_create", "person_edit", "person_password"])
    def test_managers_have_no_such_pages(self, page, manager, field_staff, client):
        client.force_login(manager)
        address = reverse(f"staff:{page}", args=[] if page == "person_create" else [field_staff.pk])
        assert client.get(address).status_code == 403

    def test_a_page_shows_posts_training_and_badges(self, taken, field_staff, manager, regions, client):
        post = Post.objects.create(function="technical", region_id="310000", name="上海技术处置")
        assign(post, field_staff, "A", ALWAYS, actor=None, now=NOON)
        issue(field_staff, Validity(TODAY, date(2027, 12, 31)), actor=None, now=NOON)
        client.force_login(manager)
        shown = client.get(reverse("staff:person", args=[field_staff.pk])).content.decode()
        assert all(word in shown for word in ("上海技术处置", "应急处置", "TB2026-0001"))


def at_once(*jobs):
    """Runs the jobs in threads that start together; what each refused by, empty where it went through."""
    barrier, codes = Barrier(len(jobs)), []

    def run(job):
        barrier.wait()
        try:
            job()
            codes.append("")
        except Refused as refusal:
            codes.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(codes)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_one_of_two_becomes_a(self, regions, manager, field_staff):
        post = Post.objects.create(function="technical", region_id="310000", name="上海技术处置")
        codes = at_once(
            *(
                lambda person=person: assign(post, person, "A", ALWAYS, actor=None, now=NOON)
                for person in (manager, field_staff)
            )
        )
        assert codes == ["", "taken"]

    def test_somebody_becomes_b_of_one_key_post(self, regions, field_staff):
        posts = [Post.objects.create(function=name, region_id="310000", name=name) for name in ("technical", "on_site")]
        codes = at_once(
            *(lambda post=post: assign(post, field_staff, "B", ALWAYS, actor=None, now=NOON) for post in posts)
        )
        assert codes == ["", "two_keys"]
        assert PostAssignment.objects.count() == 1

    def test_a_double_click_issues_one_badge(self, field_staff):
        validity = Validity(TODAY, date(2027, 12, 31))
        codes = at_once(*[lambda: issue(field_staff, validity, actor=None, now=NOON)] * 2)
        assert codes == ["", "badge_exists"]

    def test_badges_of_two_people_get_two_numbers(self, field_staff, manager):
        validity = Validity(TODAY, date(2027, 12, 31))
        people = (field_staff, manager)
        at_once(*(lambda person=person: issue(person, validity, actor=None, now=NOON) for person in people))
        assert sorted(Badge.objects.values_list("number", flat=True)) == ["TB2026-0001", "TB2026-0002"]
