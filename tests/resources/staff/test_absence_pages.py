"""Pages of absences, handovers and covers, for whom they are and for whom they are not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from resources.staff.actions import absences, covering, handing
from resources.staff.models import Absence, Cover, Handover
from resources.staff.rules.absences import Window
from tests.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def days(number):
    return NOON + timedelta(days=number)


WEEK = Window(days(2), days(9))
TIMES = {"kind": "leave", "starts": "2026-11-25T12:00", "ends": "2026-12-02T12:00", "reason": "探亲"}


@pytest.fixture
def report(a, post):
    def make(person=a, window=WEEK, reason="探亲"):
        return absences.plan_absence(person, absences.Plan("leave", window, reason), actor=person, now=NOON)

    return make


@pytest.fixture
def as_(client):
    """as_(person): a client who is logged in as them."""

    def login(person):
        client.force_login(person)
        return client

    return login


@pytest.fixture
def nobody(make_person):
    """Logged in, with neither role nor region nor post."""
    return make_person("nobody", regions=[])


class TestList:
    def test_shows_one_s_own_and_those_of_the_area(self, as_, report, a, manager):
        report()
        for person in (a, manager):
            assert "陈国栋" in as_(person).get(reverse("staff:absences")).text

    def test_does_not_show_another_area_s(self, as_, report, outsider, nobody):
        report()
        for person in (outsider, nobody):
            assert "陈国栋" not in as_(person).get(reverse("staff:absences")).text

    def test_export_is_of_the_same_area(self, as_, report, outsider):
        report()
        answer = as_(outsider).get(reverse("staff:absences") + "?export=csv")
        assert "陈国栋" not in b"".join(answer.streaming_content).decode()

    @pytest.mark.parametrize(("when", "found"), [("planned", True), ("now", False), ("past", False)])
    def test_by_time(self, as_, report, manager, when, found):
        report()
        assert ("陈国栋" in as_(manager).get(reverse("staff:absences"), {"when": when}).text) is found

    @pytest.mark.parametrize("number", [2, 12])
    def test_costs_the_same_at_two_sizes(self, as_, a, post, number, django_assert_max_num_queries, make_person):
        for index in range(number):
            one = make_person(f"p{index}", regions=["310000"])
            window = Window(days(1 + index), days(2 + index))
            absences.plan_absence(one, absences.Plan("trip", window), actor=one, now=NOON)
        browser = as_(a)
        with django_assert_max_num_queries(12):
            browser.get(reverse("staff:absences"))


class TestPlan:
    def test_the_first_step_shows_the_posts_and_writes_nothing(self, as_, a, post):
        page = as_(a).post(reverse("staff:absence_plan"), TIMES)
        assert "由B角李敏接手" in page.text
        assert "钥匙" in page.text
        assert not Absence.objects.exists()

    def test_the_second_step_writes(self, as_, a, b, post):
        part = {f"post{post.pk}-materials": "钥匙\n印章", f"post{post.pk}-note": "注意夜间巡检"}
        answer = as_(a).post(reverse("staff:absence_plan"), {**TIMES, "confirm": "1", **part})
        handover = Handover.objects.get()
        assert answer.url == reverse("staff:absence", args=[handover.absence_id])
        assert ([item["name"] for item in handover.materials], handover.note) == (["钥匙", "印章"], "注意夜间巡检")

    def test_says_that_b_is_away(self, as_, a, b, post, report):
        report(b, Window(days(4), days(5)))
        assert "李敏在11-27 12:00至11-28 12:00也离岗" in as_(a).post(reverse("staff:absence_plan"), TIMES).text

    def test_without_a_cover_it_is_refused_on_the_page(self, as_, a, b, post, report):
        report(b, Window(days(4), days(5)))
        page = as_(a).post(reverse("staff:absence_plan"), {**TIMES, "confirm": "1"})
        assert "不能同时离岗" in page.text
        assert Absence.objects.count() == 1

    def test_with_a_cover_it_is_done(self, as_, a, b, post, report, make_person):
        report(b, Window(days(4), days(5)))
        make_person("wang", "manager", name="王强", regions=["310000"])
        as_(a).post(reverse("staff:absence_plan"), {**TIMES, "confirm": "1", f"post{post.pk}-cover": "王强"})
        assert Cover.objects.get().person.name == "王强"

    def test_backwards_it_says_so(self, as_, a):
        page = as_(a).post(reverse("staff:absence_plan"), {**TIMES, "ends": "2026-11-24T12:00"})
        assert "结束时间必须晚于开始时间" in page.text

    def test_a_manager_reports_for_another(self, as_, manager, a, post):
        as_(manager).post(reverse("staff:absence_plan"), {**TIMES, "person": "陈国栋", "confirm": "1"})
        assert Absence.objects.get().reported_by == manager

    def test_an_outsider_cannot_name_them(self, as_, outsider, a, post):
        as_(outsider).post(reverse("staff:absence_plan"), {**TIMES, "person": "陈国栋", "confirm": "1"})
        assert not Absence.objects.filter(person=a).exists()

    def test_field_staff_report_for_themselves_alone(self, as_, field_staff, a):
        as_(field_staff).post(reverse("staff:absence_plan"), {**TIMES, "person": "陈国栋", "confirm": "1"})
        assert Absence.objects.get().person == field_staff


class TestAbsence:
    def test_is_not_there_for_an_outsider(self, as_, report, outsider):
        pk = report().pk
        for name in ("staff:absence", "staff:absence_end", "staff:absence_cancel", "staff:absence_extend"):
            method = as_(outsider).get if name == "staff:absence" else as_(outsider).post
            assert method(reverse(name, args=[pk])).status_code == 404

    def test_the_reason_is_for_oneself_and_the_manager(self, as_, report, a, manager, auditor):
        address = reverse("staff:absence", args=[report().pk])
        assert ["探亲" in as_(person).get(address).text for person in (a, manager, auditor)] == [True, True, False]

    def test_back_early(self, as_, report, a, clock):
        absence = report()
        clock.shift(timedelta(days=3))
        as_(a).post(reverse("staff:absence_end", args=[absence.pk]))
        absence.refresh_from_db()
        assert absence.period.upper == days(3)

    def test_cancelled(self, as_, report, a):
        absence = report()
        as_(a).post(reverse("staff:absence_cancel", args=[absence.pk]))
        assert "已取消" in as_(a).get(reverse("staff:absence", args=[absence.pk])).text

    def test_an_auditor_only_looks(self, as_, report, auditor):
        answer = as_(auditor).post(reverse("staff:absence_cancel", args=[report().pk]))
        assert answer.status_code == 403

    def test_longer_into_b_s_absence_asks_for_a_cover(self, as_, report, a, b, make_person):
        absence = report()
        report(b, Window(days(10), days(11)))
        make_person("wang", "manager", name="王强", regions=["310000"])
        address = reverse("staff:absence_extend", args=[absence.pk])
        page = as_(a).post(address, {"until": "2026-12-05T12:00"})
        assert "不能同时离岗" in page.text
        name = f"post{Handover.objects.get().post_id}-cover"
        as_(a).post(address, {"until": "2026-12-05T12:00", name: "王强"})
        absence.refresh_from_db()
        assert (absence.period.upper, Cover.objects.get().person.name) == (days(12), "王强")


class TestHandover:
    def test_b_accepts_on_the_page(self, as_, report, b):
        handover = report().handovers.get()
        as_(b).post(reverse("staff:handover_accept", args=[handover.pk]), {"item": ["0", "x"]})
        handover.refresh_from_db()
        assert (handover.state, [item["given"] for item in handover.materials]) == ("accepted", [True, False])

    def test_b_objects_on_the_page(self, as_, report, b):
        handover = report().handovers.get()
        as_(b).post(reverse("staff:handover_decline", args=[handover.pk]), {"remark": "我也出差"})
        assert "我也出差" in as_(b).get(reverse("staff:handover", args=[handover.pk])).text

    def test_b_hands_back_on_the_page(self, as_, report, b, clock):
        handover = report().handovers.get()
        clock.shift(timedelta(days=9))
        as_(b).post(reverse("staff:handover_return", args=[handover.pk]), {"item": ["0"], "note": "处置断网"})
        page = as_(b).get(reverse("staff:handover", args=[handover.pk])).text
        assert ("处置断网" in page, "未交回" in page) == (True, True)

    def test_the_giver_cannot_accept(self, as_, report, a):
        handover = report().handovers.get()
        assert as_(a).post(reverse("staff:handover_accept", args=[handover.pk])).status_code == 403

    def test_is_not_there_for_an_outsider(self, as_, report, outsider):
        pk = report().handovers.get().pk
        assert as_(outsider).get(reverse("staff:handover", args=[pk])).status_code == 404
        for name in ("accept", "decline", "return"):
            assert as_(outsider).post(reverse(f"staff:handover_{name}", args=[pk])).status_code == 404

    def test_what_waits_for_me(self, as_, report, a, b):
        report()
        shown = ["请您接手上海市总指挥" in as_(one).get(reverse("staff:handovers_waiting")).text for one in (a, b)]
        assert shown == [False, True]

    def test_what_is_to_be_handed_back(self, as_, report, b, clock):
        handing.accept(report().handovers.get(), {0}, actor=b, now=NOON)
        clock.shift(timedelta(days=9))
        assert "请交回上海市总指挥" in as_(b).get(reverse("staff:handovers_waiting")).text

    def test_the_list_is_of_one_s_area(self, as_, report, b, outsider):
        report()
        shown = ["上海市总指挥" in as_(one).get(reverse("staff:handovers")).text for one in (b, outsider)]
        assert shown == [True, False]


class TestCover:
    def name(self, browser, post):
        data = {"post": post.pk, "person": "王强", "starts": "2026-11-25T12:00", "ends": "2026-11-26T12:00"}
        return browser.post(reverse("staff:cover_name"), data)

    def test_a_manager_names_one(self, as_, manager, post, make_person):
        make_person("wang", "manager", name="王强", regions=["310000"])
        self.name(as_(manager), post)
        assert Cover.objects.get().named_by == manager

    def test_not_for_another_area(self, as_, outsider, post, make_person):
        make_person("wang", "manager", name="王强", regions=["320100"])
        self.name(as_(outsider), post)
        assert not Cover.objects.exists()

    def test_field_staff_do_not(self, as_, field_staff, post):
        assert as_(field_staff).get(reverse("staff:cover_name")).status_code == 403

    def test_is_ended_in_the_list(self, as_, manager, post, field_staff):
        cover = covering.name_cover(post, field_staff, WEEK, actor=manager, now=NOON)[0]
        as_(manager).post(reverse("staff:cover_cancel", args=[cover.pk]))
        assert "已解除" in as_(manager).get(reverse("staff:covers")).text

    def test_is_not_there_for_an_outsider(self, as_, manager, post, field_staff, outsider):
        cover = covering.name_cover(post, field_staff, WEEK, actor=manager, now=NOON)[0]
        assert as_(outsider).post(reverse("staff:cover_cancel", args=[cover.pk])).status_code == 404
        assert "上海市总指挥" not in as_(outsider).get(reverse("staff:covers")).text
