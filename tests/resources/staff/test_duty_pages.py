"""Pages of duty: who sees what, what they show, and how many queries they need."""

from datetime import date

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emergency_ops.lib.roles import Role
from resources.documents.models import Paper
from resources.staff.actions.calendar import seed_year
from resources.staff.choices import AbsenceKind, Function
from resources.staff.models import Absence, Rota, RotaMember, RotaShift, Shift, Training
from resources.staff.rules.fairness import is_night
from tests.conftest import NOON
from tests.resources.staff.duty import DAY, DAYTIME, HOUR, NIGHT, TODAY, make_post, make_shift, save, shift_on

DUTY = "/staff/duty/"


@pytest.fixture
def post(regions):
    return make_post(regions["310000"])


@pytest.fixture
def crew(make_person):
    return [make_person(name, Role.FIELD_STAFF, regions=["310000"]) for name in ("甲", "乙", "丙")]


@pytest.fixture
def rota(post, crew):
    seed_year(2026, actor=None, now=NOON)
    return save(post, *crew, shifts=[DAYTIME, NIGHT])


@pytest.fixture
def page(client, clock):
    """page(person, path): what a person sees there, as text."""

    def get(person, path):
        client.force_login(person)
        answer = client.get(path)
        assert answer.status_code == 200, path
        return answer.content.decode()

    return get


def form_of(*people, **changes):
    """What the editor of a rota sends."""
    data = {
        "name": "日常",
        "unit": "day",
        "every": "1",
        "starts_on": TODAY.isoformat(),
        "ends_on": "",
        "shifts-TOTAL_FORMS": "2",
        "shifts-INITIAL_FORMS": "0",
        "shifts-0-label": "夜班",
        "shifts-0-begins": "20:00",
        "shifts-0-ends": "08:00",
        "shifts-0-days": "all",
        "shifts-1-days": "all",
        "members-TOTAL_FORMS": str(len(people)),
        "members-INITIAL_FORMS": "0",
        "do": "save",
    }
    for number, person in enumerate(people):
        data[f"members-{number}-person"] = person.name
        data[f"members-{number}-position"] = str(number + 1)
    return {**data, **changes}


def test_the_week_names_who_serves(rota, manager, page):
    shown = page(manager, DUTY)
    assert "甲" in shown
    assert "今天" in shown


def test_the_month_of_a_post_names_holidays(rota, post, manager, page):
    shown = page(manager, f"{DUTY}?post={post.pk}&day=2026-10-01")
    assert "国庆节" in shown
    assert "国庆节调休上班" in shown


def test_the_overview_counts_gaps(rota, post, manager, page):
    Shift.objects.filter(post=post, day=TODAY + 3 * DAY).update(person=None)
    assert "缺2" in page(manager, f"{DUTY}?view=month")


def test_a_missing_year_is_said(rota, manager, page):
    assert "2027年的节假日安排尚未发布" in page(manager, f"{DUTY}?day=2027-01-04")
    assert "2027年的节假日安排尚未发布" not in page(manager, DUTY)


@pytest.mark.parametrize("query", ["day=x", "post=999999", "view=year", "day=0001-01-01", "page=99", "day=9999-12"])
def test_odd_addresses_show_something(rota, manager, page, query):
    page(manager, f"{DUTY}?{query}")


def test_another_region_sees_nothing_of_it(rota, post, outsider, page):
    assert "上海技术岗" not in page(outsider, DUTY)
    assert "上海技术岗" not in page(outsider, f"{DUTY}?post={post.pk}")


def test_without_a_role_there_is_nothing(rota, make_person, page):
    assert "上海技术岗" not in page(make_person("nobody"), DUTY)


@pytest.mark.parametrize("name", ["shift", "rota"])
@pytest.mark.parametrize(("persona", "status"), [("outsider", 404), ("field_staff", 200), ("manager", 200)])
def test_single_rows_are_for_their_region(rota, post, name, persona, status, request, client, clock):
    pk = rota.pk if name == "rota" else shift_on(post, 1).pk
    client.force_login(request.getfixturevalue(persona))
    assert client.get(reverse(f"staff:{name}", args=[pk])).status_code == status


@pytest.mark.parametrize("query", ["", "?view=month", "?view=week&person=甲"])
def test_as_many_queries_for_many_posts_as_for_one(rota, regions, manager, page, query, make_person):
    page(manager, DUTY + query)
    with CaptureQueriesContext(connection) as few:
        page(manager, DUTY + query)
    for number, function in enumerate(list(Function)[2:]):
        other = make_post(regions["310000"], function, f"岗位{number}")
        save(other, make_person(f"甲{number}", Role.FIELD_STAFF), shifts=[DAYTIME])
    with CaptureQueriesContext(connection) as many:
        page(manager, DUTY + query)
    assert len(many) <= len(few)


@pytest.mark.parametrize("path", ["gaps/", "fairness/", "shifts/", "rotas/", "swaps/", "gaps/unplanned/"])
def test_lists_need_the_same_queries_for_few_and_many(rota, post, crew, manager, page, path, regions):
    page(manager, DUTY + path)
    with CaptureQueriesContext(connection) as few:
        page(manager, DUTY + path)
    other = make_post(regions["310000"], Function.LOGISTICS, "后勤")
    save(other, crew[0], shifts=[NIGHT], starts_on=TODAY + 90 * DAY)
    Shift.objects.filter(post=post, day__gt=TODAY + 5 * DAY).update(person=None)
    with CaptureQueriesContext(connection) as many:
        page(manager, DUTY + path)
    assert len(many) <= len(few) + (path == "rotas/")


def test_the_gap_report_names_each_reason(rota, post, crew, manager, page):
    Shift.objects.filter(post=post, day=TODAY + DAY).update(person=None)
    period = DateTimeTZRange(NOON + 2 * DAY, NOON + 3 * DAY)
    Absence.objects.create(person=crew[2], kind=AbsenceKind.LEAVE, period=period, reported_at=NOON, reported_by=crew[2])
    type(crew[1]).objects.filter(pk=crew[1].pk).update(is_active=False)
    shown = page(manager, f"{DUTY}gaps/")
    for word in ("空缺", "离岗", "账号已停用"):
        assert word in shown


def test_the_gap_report_finds_the_untrained(rota, post, manager, page):
    post.required_training = Training.objects.create(code="T", name="上岗培训")
    post.save()
    assert "缺少有效培训" in page(manager, f"{DUTY}gaps/")


def test_the_gap_report_leads_to_what_the_calendar_keeps_back(post, crew, manager, page, clock):
    seed_year(2026, actor=None, now=NOON)
    rota = save(post, *crew, shifts=[DAYTIME])
    RotaShift.objects.filter(rota=rota).update(days="working")
    clock.move_to(NOON + 20 * DAY)
    assert "有1个班次因日历缺失没有排出" in page(manager, f"{DUTY}gaps/")
    assert "01-01 – 01-11" in page(manager, f"{DUTY}gaps/unplanned/")


def test_a_gap_report_downloads(rota, post, manager, client, clock):
    Shift.objects.filter(post=post, day=TODAY + DAY).update(person=None)
    client.force_login(manager)
    content = b"".join(client.get(f"{DUTY}gaps/?export=csv").streaming_content).decode()
    assert content.count("空缺") == 2


def test_fairness_counts_hours_nights_and_rests(rota, crew, manager, client, clock):
    client.force_login(manager)
    answer = client.get(f"{DUTY}fairness/?since={TODAY}&until={TODAY + 5 * DAY}")
    rows = {row.obj.name: row.obj for row in answer.context["listing"].rows}
    assert rows["甲"].duty_minutes == 48 * 60
    assert (rows["甲"].duty_shifts, rows["甲"].duty_nights) == (4, 2)
    assert answer.context["hours"].width == 0


def test_a_night_is_the_same_in_the_database_and_in_the_rule(post, crew, manager, client, clock):
    lengths = [(0, 8), (4, 1), (5, 1), (20, 4), (20, 5), (23, 1), (8, 24)]
    for number, (hour, length) in enumerate(lengths):
        make_shift(post, crew[0], NOON.replace(hour=hour) + 2 * number * DAY, length, f"{number}")
    client.force_login(manager)
    answer = client.get(f"{DUTY}fairness/?since={TODAY}&until={TODAY + 20 * DAY}")
    expected = sum(is_night(NOON.replace(hour=h), NOON.replace(hour=h) + n * HOUR) for h, n in lengths)
    assert answer.context["listing"].rows[0].obj.duty_nights == expected == 4


def test_fairness_is_of_the_region(rota, outsider, page):
    assert "甲" not in page(outsider, f"{DUTY}fairness/")


def test_my_duty_shows_what_runs_and_what_comes(rota, crew, page):
    shown = page(crew[0], f"{DUTY}mine/")
    assert "正在值班" in shown
    assert "明天" in page(crew[1], f"{DUTY}mine/")


def test_my_duty_of_somebody_without_shifts(rota, auditor, page):
    assert "近期没有您的班次" in page(auditor, f"{DUTY}mine/")


def test_the_editor_saves(post, crew, manager, client, clock):
    client.force_login(manager)
    answer = client.post(f"{DUTY}rotas/new/?post={post.pk}", form_of(*crew))
    assert answer.status_code == 302
    assert [row.person for row in RotaMember.objects.order_by("position")] == crew
    assert shift_on(post, 0, "夜班").period.upper == (NOON + DAY).replace(hour=8)


def test_the_editor_adds_rows_without_javascript(post, crew, manager, client, clock):
    client.force_login(manager)
    data = form_of(*crew, do="add-members")
    answer = client.post(f"{DUTY}rotas/new/?post={post.pk}", data)
    assert answer.context["editor"].members.total_form_count() == 6
    assert not Rota.objects.exists()


def test_the_editor_previews_without_writing(post, crew, manager, client, clock):
    client.force_login(manager)
    answer = client.post(f"{DUTY}rotas/new/?post={post.pk}", form_of(*crew, do="preview"))
    assert len(answer.context["preview"]["rows"]) == 14
    assert not Rota.objects.exists()


def test_the_editor_says_what_is_wrong_and_keeps_what_was_written(rota, post, crew, manager, client, clock):
    client.force_login(manager)
    answer = client.post(f"{DUTY}rotas/new/?post={post.pk}", form_of(*crew, name="第二份"))
    assert answer.status_code == 409
    assert "已有班次" in answer.content.decode()
    assert "第二份" in answer.content.decode()


@pytest.mark.parametrize(("persona", "status"), [("outsider", 404), ("field_staff", 403), ("auditor", 403)])
def test_others_do_not_edit(rota, post, crew, persona, status, request, client, clock):
    client.force_login(request.getfixturevalue(persona))
    assert client.post(f"{DUTY}rotas/{rota.pk}/", form_of(*crew)).status_code == status


def test_a_rota_is_ended_on_its_page(rota, post, manager, client, clock):
    client.force_login(manager)
    client.post(reverse("staff:rota_end", args=[rota.pk]), {"last": (TODAY + DAY).isoformat()})
    assert Shift.objects.order_by("day").last().day == TODAY + DAY


def test_a_shift_is_moved_on_its_page(rota, post, crew, manager, client, clock):
    client.force_login(manager)
    target = shift_on(post, 3)
    client.post(reverse("staff:shift", args=[target.pk]), {"person": "乙", "reason": "甲请假"})
    assert shift_on(post, 3).person == crew[1]
    assert "甲请假" in client.get(reverse("staff:shift", args=[target.pk])).content.decode()


def test_the_month_is_ordered_on_paper_once(rota, post, manager, client, clock):
    client.force_login(manager)
    for _ in range(2):
        client.post(reverse("staff:duty_paper", args=[post.pk]), {"month": "2026-12"})
    assert Paper.objects.get().facts["subtitle"] == "上海技术岗 · 2026年12月"


def test_a_month_of_another_region_is_not_printed(rota, post, outsider, client):
    client.force_login(outsider)
    assert client.post(reverse("staff:duty_paper", args=[post.pk]), {"month": "2026-12"}).status_code == 404


def test_the_calendar_day_of_a_missing_year_is_not_there(rota, manager, client):
    client.force_login(manager)
    assert client.get(reverse("staff:calendar_day", args=[date(2027, 1, 1)])).status_code == 404
