"""The official calendar: loaded, entered, corrected, and plainly missing where it is."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.staff.actions.calendar import correct_day, enter_year, seed_year
from resources.staff.choices import DayKind
from resources.staff.models import CalendarDay, StaffEvent
from resources.staff.queries_duty import known_years
from resources.staff.rules.calendar import Span, applies, missing_years, year_of
from resources.staff.sentences import sentence
from tests.conftest import NOON

ENTER = "/staff/duty/calendar/enter/"
NEW_YEAR = [Span(date(2027, 1, 1), date(2027, 1, 3), "元旦")]


@pytest.fixture
def year(db):
    seed_year(2026, actor=None, now=NOON)


def kind_of(day):
    row = CalendarDay.objects.get(day=day)
    return row.kind, row.name


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 10, 1), (DayKind.HOLIDAY, "国庆节")),
        (date(2026, 10, 10), (DayKind.MAKEUP, "国庆节")),
        (date(2026, 11, 23), (DayKind.WORKDAY, "")),
        (date(2026, 11, 22), (DayKind.WEEKEND, "")),
    ],
)
def test_the_package_knows_2026(year, day, expected):
    assert kind_of(day) == expected


def test_loading_again_changes_nothing(year):
    assert seed_year(2026, actor=None, now=NOON) == 0
    assert StaffEvent.objects.filter(code="calendar_loaded").count() == 1


def test_a_year_that_is_not_announced_is_refused(db):
    with pytest.raises(Refused) as refusal:
        seed_year(2035, actor=None, now=NOON)
    assert "2035年的节假日安排尚未发布" in str(refusal.value)
    assert known_years() == set()


def test_what_a_person_corrected_stays(year, manager):
    day = date(2026, 11, 23)
    correct_day(day, kind=DayKind.HOLIDAY, name="停业", actor=manager, now=NOON)
    seed_year(2026, actor=manager, now=NOON)
    assert kind_of(day) == (DayKind.HOLIDAY, "停业")


def test_a_correction_leaves_history_and_an_event(year, manager):
    correct_day(date(2026, 11, 23), kind=DayKind.HOLIDAY, name="", actor=manager, now=NOON)
    history = CalendarDay.objects.get(day=date(2026, 11, 23)).history.get()
    assert history.history_user == manager
    assert sentence(StaffEvent.objects.get(code="calendar_corrected")) == "更正日历2026-11-23：工作日改为法定节假日"


def test_one_day_of_a_missing_year_cannot_be_corrected(year, manager):
    with pytest.raises(Refused):
        correct_day(date(2027, 1, 1), kind=DayKind.HOLIDAY, name="元旦", actor=manager, now=NOON)


def test_a_year_is_entered_as_announced(db, manager):
    assert enter_year(2027, NEW_YEAR, {date(2027, 2, 20): "春节"}, actor=manager, now=NOON) == 365
    assert kind_of(date(2027, 1, 2)) == (DayKind.HOLIDAY, "元旦")
    assert kind_of(date(2027, 2, 20)) == (DayKind.MAKEUP, "春节")
    assert known_years() == {2027}


@pytest.mark.parametrize(
    ("holidays", "makeup", "code"),
    [
        ([Span(date(2026, 12, 31), date(2027, 1, 3), "元旦")], {}, "other_year"),
        (NEW_YEAR, {date(2027, 1, 3): "元旦"}, "both"),
        ([], {}, "no_holidays"),
    ],
)
def test_a_faulty_announcement_is_refused(db, manager, holidays, makeup, code):
    with pytest.raises(Invalid) as refusal:
        enter_year(2027, holidays, makeup, actor=manager, now=NOON)
    assert refusal.value.code == code


@pytest.mark.parametrize("persona", ["field_staff", "commander", "auditor"])
def test_others_leave_the_calendar_alone(year, persona, request):
    actor = request.getfixturevalue(persona)
    with pytest.raises(Forbidden):
        seed_year(2026, actor=actor, now=NOON)
    with pytest.raises(Forbidden):
        correct_day(date(2026, 11, 23), kind=DayKind.HOLIDAY, name="", actor=actor, now=NOON)


def test_the_command_says_which_year_is_missing(db, clock):
    out = io.StringIO()
    call_command("load_calendar", stdout=out)
    assert "2026: 365 days written" in out.getvalue()
    assert "2027年的节假日安排尚未发布" in out.getvalue()


def test_the_command_fails_for_a_year_asked_for_by_name(db):
    with pytest.raises(CommandError):
        call_command("load_calendar", "2035")


def test_the_form_takes_lines(administrator, client):
    client.force_login(administrator)
    data = {"year": 2027, "holidays": "2027-01-01 至 2027-01-03 元旦\n2027-5-1 劳动节", "makeup": "2027-02-20 春节"}
    assert client.post(ENTER, data).status_code == 302
    assert kind_of(date(2027, 5, 1)) == (DayKind.HOLIDAY, "劳动节")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_form_takes_a_file(administrator, client, encoding):
    client.force_login(administrator)
    content = "日期,日类型,名称\n2027-01-01,法定节假日,元旦\n2027/02/20,调休上班,春节\n".encode(encoding)
    client.post(ENTER, {"year": 2027, "file": SimpleUploadedFile("year.csv", content)})
    assert kind_of(date(2027, 2, 20)) == (DayKind.MAKEUP, "春节")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"holidays": "元旦放假三天"}, "第1行"),
        ({"holidays": "2027-02-30 元旦"}, "第1行"),
        ({"holidays": "2027-01-03 至 2027-01-01 元旦"}, "末日"),
        ({"file": SimpleUploadedFile("y.csv", "2027-01-01,放假,元旦".encode())}, "日类型"),
        ({"file": SimpleUploadedFile("y.csv", "2027-99-01,holiday,元旦".encode())}, "看不懂"),
    ],
)
def test_bad_input_is_said_in_words(administrator, client, data, sentence):
    client.force_login(administrator)
    shown = client.post(ENTER, {"year": 2027, **data})
    assert sentence in shown.content.decode()
    assert not CalendarDay.objects.exists()


def test_the_page_says_that_a_year_is_missing(year, auditor, client, clock):
    client.force_login(auditor)
    shown = client.get(reverse("staff:calendar")).content.decode()
    assert "2027年的节假日安排尚未发布" in shown
    assert "从日历包载入" not in shown


def test_an_unknown_day_has_only_shifts_of_every_day():
    assert [applies(rule, None) for rule in ("all", "working", "resting")] == [True, False, False]


def test_missing_years_lie_between():
    assert missing_years(date(2026, 12, 1), date(2028, 1, 1), {2026}) == [2027, 2028]


def test_a_year_by_hand_has_all_its_days():
    facts = year_of(2028, [Span(date(2028, 1, 1), date(2028, 1, 1), "元旦")], {})
    assert len(facts) == 366
    assert sum(fact.kind == DayKind.HOLIDAY for fact in facts) == 1
