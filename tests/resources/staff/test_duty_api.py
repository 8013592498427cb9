"""Duty for programs, and shifts from a file."""

import io

import pytest

from emergency_ops.lib.roles import Role
from resources.importing import import_file
from resources.network.choices import ImportKind
from resources.staff.actions.calendar import seed_year
from resources.staff.actions.planning import plan_rota
from resources.staff.choices import ShiftSource
from resources.staff.models import Memo, Shift, ShiftSwap
from tests.conftest import NOON
from tests.resources.staff.duty import DAY, make_post, make_shift, save, shift_on

SHIFTS = "/api/v1/shifts/"
SWAPS = "/api/v1/swaps/"
HEADER = "岗位,日期,班次,开始,结束,账号\n"


@pytest.fixture
def post(regions):
    return make_post(regions["310000"])


@pytest.fixture
def crew(make_person):
    return [make_person(name, Role.FIELD_STAFF, regions=["310000"]) for name in ("jia", "yi", "bing")]


@pytest.fixture
def rota(post, crew):
    return save(post, *crew)


@pytest.fixture
def ask(client, clock):
    """ask(person, path, data=None): the answer to a GET, or to a POST of data."""

    def send(person, path, data=None):
        client.force_login(person)
        if data is None:
            return client.get(path)
        return client.post(path, data, content_type="application/json")

    return send


def test_shifts_are_filtered_as_on_the_page(rota, post, manager, ask):
    found = ask(manager, f"{SHIFTS}?person=jia&day_before=2026-11-30").json()
    assert {row["person"] for row in found["results"]} == {"jia"}
    assert found["count"] == 3


@pytest.mark.parametrize("path", [SHIFTS, "/api/v1/rotas/", SWAPS])
def test_another_region_gets_nothing(rota, post, crew, outsider, ask, path):
    assert ask(outsider, path).json()["count"] == 0


@pytest.mark.parametrize("path", [SHIFTS, "/api/v1/rotas/", SWAPS, "/api/v1/calendar/"])
def test_strangers_get_nothing(db, client, path):
    assert client.get(path).status_code == 403


def test_a_rota_shows_its_shifts_and_members(rota, manager, ask):
    found = ask(manager, f"/api/v1/rotas/{rota.pk}/").json()
    assert [member["person"] for member in found["members"]] == ["jia", "yi", "bing"]
    assert found["shifts"][0]["label"] == "白班"


@pytest.mark.parametrize(("persona", "status"), [("outsider", 404), ("field_staff", 403), ("manager", 200)])
def test_a_move_is_for_those_who_plan(rota, post, crew, persona, status, request, ask):
    path = f"{SHIFTS}{shift_on(post, 3).pk}/move/"
    person = request.getfixturevalue(persona)
    assert ask(person, path, {"person": None, "reason": "停业"}).status_code == status


def test_a_refusal_has_a_code_and_a_sentence(rota, post, manager, ask, clock):
    answer = ask(manager, f"{SHIFTS}{shift_on(post, 0).pk}/move/", {"person": None, "reason": " x"})
    assert answer.status_code == 200
    clock.move_to(NOON + DAY)
    answer = ask(manager, f"{SHIFTS}{shift_on(post, 0).pk}/move/", {"person": None, "reason": "x"})
    assert (answer.status_code, answer.json()["code"]) == (409, "shift_over")


def test_a_swap_is_asked_and_agreed(rota, post, crew, ask):
    data = {"shift": shift_on(post, 3).pk, "taker": "yi", "counter_shift": shift_on(post, 4).pk}
    swap = ask(crew[0], SWAPS, data).json()
    assert swap["state"] == "asked"
    assert ask(crew[1], f"{SWAPS}{swap['id']}/agree/", {}).json()["state"] == "agreed"
    assert shift_on(post, 3).person == crew[1]


def test_others_neither_see_nor_answer_a_swap(rota, post, crew, ask):
    swap = ask(crew[0], SWAPS, {"shift": shift_on(post, 3).pk, "taker": "yi"}).json()
    assert ask(crew[2], f"{SWAPS}{swap['id']}/agree/", {}).status_code == 404
    assert ShiftSwap.objects.get().state == "asked"


def test_somebody_who_does_not_serve_there_is_not_found(rota, post, crew, field_staff, ask):
    assert ask(crew[0], SWAPS, {"shift": shift_on(post, 3).pk, "taker": "field"}).status_code == 404


def test_the_calendar_is_read(auditor, ask):
    seed_year(2026, actor=None, now=NOON)
    found = ask(auditor, "/api/v1/calendar/?kind=makeup").json()
    assert found["count"] == 6
    assert ask(auditor, "/api/v1/calendar/2026-10-01/").json()["name"] == "国庆节"
    assert ask(auditor, "/api/v1/calendar/2027-01-01/").status_code == 404


def bring(text, actor, apply=True):
    stream = io.BytesIO((HEADER + text).encode())
    return import_file(ImportKind.SHIFTS, stream, actor=actor, now=NOON, file_name="shifts.csv", apply=apply)


def test_a_file_brings_shifts_that_rotas_leave_alone(rota, post, crew, manager):
    run = bring("上海技术岗,2026-11-25,白班,09:00,18:00,yi\n上海技术岗,2026-11-26,夜班,20:00,08:00,bing\n", manager)
    assert (run.created, run.updated, run.faulty) == (1, 1, 0)
    plan_rota(rota, actor=None, now=NOON)
    moved = shift_on(post, 2)
    assert (moved.person, moved.source) == (crew[1], ShiftSource.OVERRIDE)


def test_the_same_file_again_changes_nothing(post, crew, manager):
    text = "上海技术岗,2026-11-25,白班,09:00,18:00,yi\n"
    bring(text, manager)
    Memo.objects.all().delete()
    assert bring(text, manager).unchanged == 1
    assert not Memo.objects.exists()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("没有的岗,2026-11-25,白班,09:00,18:00,yi", "没有这个岗位"),
        ("上海技术岗,2026-11-25,白班,09:00,18:00,nobody", "没有这个账号"),
        ("上海技术岗,2026-11-20,白班,09:00,18:00,yi", "已经开始或过去"),
        ("上海技术岗,2026-11-25,白班,25:00,18:00,yi", "不是时间"),
        ("上海技术岗,2026-11-24,备班,10:00,11:00,yi", "已有值班"),
    ],
)
def test_one_bad_row_keeps_all_out(post, crew, manager, row, sentence):
    make_shift(make_post(post.region, "logistics", "后勤"), crew[1], (NOON + DAY).replace(hour=8))
    before = Shift.objects.count()
    run = bring(f"上海技术岗,2026-11-27,白班,09:00,18:00,jia\n{row}\n", manager)
    assert sentence in str(run.errors)
    assert Shift.objects.count() == before


def test_another_region_cannot_import(post, crew, outsider):
    assert bring("上海技术岗,2026-11-25,白班,09:00,18:00,\n", outsider).faulty == 1
    assert not Shift.objects.exists()


def test_a_file_of_many_rows_needs_few_queries(post, crew, manager, django_assert_max_num_queries):
    rows = "".join(f"上海技术岗,2027-{1 + n // 28:02d}-{1 + n % 28:02d},白班,09:00,18:00,yi\n" for n in range(300))
    with django_assert_max_num_queries(60):
        assert bring(rows, manager).created == 300
