"""Files about people: by preview or for good, all rows or none, and what is downloaded can be imported again."""

import csv
import io
from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.lib.roles import Role, roles_of
from resources.importing import import_file
from resources.staff.actions.assignments import assign
from resources.staff.actions.training import Taking, record, revoke_record
from resources.staff.models import Person, Post, PostAssignment, StaffEvent, Training, TrainingRecord
from resources.staff.sentences import sentence
from resources.staff.sentences_posts import ACCOUNTS, QUALIFICATIONS
from resources.staff.sentences_posts import POSTS as POSTS_SAID
from tests.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PEOPLE = ["账号", "姓名", "部门", "手机", "角色", "负责区域", "在用"]
POSTS = ["岗位", "职能", "范围", "区划代码", "关键岗位", "主管", "上岗培训"]
ASSIGNMENTS = ["岗位", "角色", "账号", "开始", "结束", "未培训上岗理由"]
RECORDS = ["账号", "培训编号", "完成日期", "结果"]
ALWAYS = DateTimeTZRange(NOON - timedelta(days=1), None)


@pytest.fixture
def load(regions):
    """load("people", header, row, row, actor=…): the run of a GB18030 file."""

    def run(kind, header, *rows, actor=None, **options):
        text = io.StringIO()
        csv.writer(text).writerows([header, *rows])
        return take(kind, text.getvalue().encode("gb18030"), actor, **options)

    return run


def take(kind, content, actor=None, **options):
    return import_file(kind, io.BytesIO(content), actor=actor, now=NOON, file_name=f"{kind}.csv", **options)


def counts(run):
    return run.created, run.updated, run.unchanged, run.faulty


def messages(run):
    return [error["message"] for error in run.errors]


@pytest.fixture
def course(db):
    return Training.objects.create(code="YJ-01", name="应急处置", valid_months=12)


@pytest.fixture
def post(regions, course):
    return Post.objects.create(function="technical", region_id="310000", name="上海技术处置", required_training=course)


class TestPeople:
    def test_are_made_with_roles_and_regions(self, load):
        load("people", PEOPLE, ["zhang", "张伟", "现场组", "13800001234", "现场人员、库管员", "上海市", "是"])
        person = Person.objects.get(username="zhang")
        assert roles_of(person) == {Role.FIELD_STAFF, Role.STOREKEEPER}
        assert [region.code for region in person.regions.all()] == ["310000"]

    def test_cannot_log_in_until_they_get_a_password(self, load):
        load("people", PEOPLE[:2], ["zhang", "张伟"])
        assert not Person.objects.get(username="zhang").has_usable_password()

    def test_are_changed_by_account(self, load, field_staff):
        assert counts(load("people", ["账号", "姓名", "部门"], ["field", "王强", "夜班组"])) == (0, 1, 0, 0)
        field_staff.refresh_from_db()
        assert field_staff.department == "夜班组"

    def test_columns_that_are_not_there_change_nothing(self, load, field_staff):
        load("people", PEOPLE[:2], ["field", "王小强"])
        assert roles_of(Person.objects.get(username="field")) == {Role.FIELD_STAFF}

    def test_one_bad_row_stores_nothing(self, load):
        run = load("people", PEOPLE[:4], ["a", "甲", "", "13800001234"], ["b", "乙", "", "不是号码"])
        assert run.faulty == 1
        assert not Person.objects.filter(username="a").exists()

    @pytest.mark.parametrize("accounts", [["FIELD"], ["zhang", "Zhang"]])
    def test_accounts_do_not_differ_by_capitals_alone(self, load, field_staff, accounts):
        run = load("people", ["账号", "姓名"], *([name, "张伟"] for name in accounts))
        assert (run.created, "大小写" in messages(run)[0]) == (0, True)

    def test_a_masked_number_is_no_number(self, load, field_staff):
        Person.objects.filter(pk=field_staff.pk).update(phone="13812345678")
        load("people", PEOPLE[:4], ["field", "王强", "", "138****5678"])
        assert Person.objects.get(username="field").phone == "13812345678"
        assert load("people", PEOPLE[:4], ["new", "新人", "", "138****5678"]).faulty == 1

    def test_unknown_roles_and_regions_are_named(self, load):
        run = load("people", PEOPLE, ["a", "甲", "", "", "超人", "", ""], ["b", "乙", "", "", "", "火星", ""])
        assert any("超人" in message for message in messages(run))
        assert any("火星" in message for message in messages(run))

    def test_administrators_do_not_lock_themselves_out(self, load, administrator):
        row = ["administrator", "孙管", "", "", "系统管理员", "", "否"]
        assert load("people", PEOPLE, row, actor=administrator).faulty == 1

    def test_a_preview_stores_nothing(self, load):
        assert load("people", PEOPLE[:2], ["zhang", "张伟"], apply=False).created == 1
        assert not Person.objects.filter(username="zhang").exists()


class TestPosts:
    ROW = ["上海技术处置", "技术处置", "区域", "310000", "是", "", ""]

    def test_are_made(self, load, course, manager):
        row = [*self.ROW[:5], "manager", "YJ-01"]
        assert counts(load("posts", POSTS, row)) == (1, 0, 0, 0)
        assert (Post.objects.get().head, Post.objects.get().required_training) == (manager, course)

    def test_twice_is_once(self, load):
        load("posts", POSTS, self.ROW)
        assert counts(load("posts", POSTS, self.ROW)) == (0, 0, 1, 0)

    def test_are_renamed_by_function_and_region(self, load, post):
        assert counts(load("posts", POSTS[:4], ["沪技术", *self.ROW[1:4]])) == (0, 1, 0, 0)
        post.refresh_from_db()
        assert (post.name, post.required_training_id is not None) == ("沪技术", True)

    def test_of_elsewhere_are_refused(self, load, outsider):
        assert load("posts", POSTS, self.ROW, actor=outsider).faulty == 1


class TestAssignments:
    def test_are_made(self, load, post, field_staff):
        row = ["上海技术处置", "A角", "王强（field）", "2026-12-01 09:00", "2027-01-01", ""]
        assert load("assignments", ASSIGNMENTS, row).created == 1
        assert PostAssignment.objects.get().validity.lower.isoformat() == "2026-12-01T01:00:00+00:00"

    def test_what_is_there_stays(self, load, post, field_staff):
        assign(post, field_staff, "A", ALWAYS, actor=None, now=NOON)
        assert counts(load("assignments", ASSIGNMENTS[:3], ["上海技术处置", "A", "field"])) == (0, 0, 1, 0)

    def test_an_untrained_b_asks_for_a_reason(self, load, post, field_staff):
        row = ["上海技术处置", "B角", "field", "", "", ""]
        assert "没有有效的上岗培训“应急处置”" in messages(load("assignments", ASSIGNMENTS, row))[0]

    def test_two_as_in_one_file_are_refused(self, load, post, field_staff, manager):
        rows = [["上海技术处置", "A", name, "2026-12-01", "", ""] for name in ("field", "manager")]
        run = load("assignments", ASSIGNMENTS, *rows)
        assert (run.faulty, PostAssignment.objects.count()) == (1, 0)


class TestRecords:
    ROW = ["field", "YJ-01", "2026-11-20", "合格"]

    def test_are_made(self, load, course, field_staff):
        assert load("training_records", RECORDS, self.ROW).created == 1

    def test_twice_is_once(self, load, course, field_staff):
        load("training_records", RECORDS, self.ROW)
        assert counts(load("training_records", RECORDS, self.ROW)) == (0, 0, 1, 0)

    def test_three_bad_rows_are_all_named(self, load, course, field_staff):
        bad = [["nobody", *self.ROW[1:]], ["field", "XX", *self.ROW[2:]], ["field", "YJ-01", "2027-01-01", "合格"]]
        assert load("training_records", RECORDS, self.ROW, *bad).faulty == 3
        assert not TrainingRecord.objects.exists()

    def test_people_of_elsewhere_are_not_known(self, load, course, outsider, field_staff):
        assert load("training_records", RECORDS, self.ROW, actor=outsider).faulty == 1


class TestRoundTrip:
    """What a list downloads is taken back without a change."""

    @pytest.fixture
    def filled(self, post, course, manager, field_staff):
        assign(post, manager, "A", ALWAYS, actor=None, now=NOON)
        assign(post, field_staff, "B", ALWAYS, actor=manager, now=NOON, untrained_reason="下周培训")
        wrong = record(manager, Taking(course, NOON.date() - timedelta(days=9)), actor=None, now=NOON)
        revoke_record(wrong, reason="日期错误", actor=None, now=NOON)
        record(manager, Taking(course, NOON.date(), certificate="C-1"), actor=None, now=NOON)

    @pytest.mark.parametrize("kind", ["csv", "csv-gb18030", "xlsx"])
    @pytest.mark.parametrize(
        ("path", "what"),
        [
            ("/staff/people/", "people"),
            ("/staff/board/", "posts"),
            ("/staff/assignments/", "assignments"),
            ("/staff/training/", "training_records"),
        ],
    )
    def test_changes_nothing(self, filled, administrator, client, path, what, kind):
        client.force_login(administrator)
        content = b"".join(client.get(f"{path}?export={kind}").streaming_content)
        before = StaffEvent.objects.count()
        name = f"{what}.{'xlsx' if kind == 'xlsx' else 'csv'}"
        run = import_file(what, io.BytesIO(content), actor=administrator, now=NOON, file_name=name)
        assert (run.created, run.updated, run.faulty, messages(run)) == (0, 0, 0, [])
        assert run.unchanged > 0
        assert StaffEvent.objects.count() == before


def test_many_new_people_take_as_many_queries_as_few(load, django_assert_max_num_queries):
    rows = [[f"p{number}", f"人{number}", "现场组", "13800001234", "现场人员", "310000", "是"] for number in range(300)]
    with django_assert_max_num_queries(45):
        assert load("people", PEOPLE, *rows).created == 300


def test_three_bad_rows_among_many_store_nothing(load):
    rows = [[f"p{number}", f"人{number}"] for number in range(2000)]
    for number in (3, 700, 1999):
        rows[number] = [f"有 空格 {number}", ""]
    run = load("people", PEOPLE[:2], *rows)
    assert run.faulty == 3
    assert not Person.objects.filter(username="p0").exists()


@pytest.mark.parametrize("code", [*POSTS_SAID, *QUALIFICATIONS, *ACCOUNTS])
def test_every_event_can_be_said_whatever_is_missing(code):
    assert sentence(StaffEvent(code=code, params={})) != code
