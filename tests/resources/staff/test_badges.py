"""Badges: numbers, validity, the public check, photos, the printed sheet."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.documents import jobs
from resources.documents.models import Paper
from resources.staff.actions.badges import Validity, issue, issue_many, renew, revoke, set_photo
from resources.staff.badge_sheet import order_sheet, sheet_facts
from resources.staff.choices import BadgeState
from resources.staff.models import Badge, PersonPhoto
from resources.staff.rules.badges import badge_state, number_after
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
YEAR = Validity(TODAY, TODAY + timedelta(days=365))


@pytest.fixture
def badge(field_staff, manager):
    return issue(field_staff, YEAR, actor=manager, now=NOON)


def picture(kind="JPEG", size=(600, 900), mode="RGB", **options):
    file = io.BytesIO()
    Image.new(mode, size, "red").save(file, kind, **options)
    file.seek(0)
    return file


def put(person, file, actor):
    return set_photo(person, file, len(file.getvalue()), actor=actor, now=NOON)


@pytest.mark.parametrize(
    ("first", "last", "revoked", "state"),
    [
        (TODAY, TODAY, False, BadgeState.VALID),
        (TODAY, TODAY, True, BadgeState.REVOKED),
        (TODAY + timedelta(days=1), TODAY + timedelta(days=2), False, BadgeState.FUTURE),
        (TODAY - timedelta(days=2), TODAY - timedelta(days=1), False, BadgeState.EXPIRED),
    ],
)
def test_is_valid_from_the_first_to_the_last_day(first, last, revoked, state):
    assert badge_state(first, last, revoked=revoked, today=TODAY) == state


@pytest.mark.parametrize(
    ("last", "after"), [(None, 1), ("TB2026-0012", 13), ("TB2026-9999", 10000), ("TB2025-0040", 1)]
)
def test_numbers_begin_anew_each_year(last, after):
    assert number_after(last, 2026) == after


class TestIssuing:
    def test_numbers_follow_one_another(self, field_staff, manager):
        made = issue_many([field_staff, manager], YEAR, actor=manager, now=NOON)
        assert [badge.number for badge in made] == ["TB2026-0001", "TB2026-0002"]

    def test_tokens_cannot_be_guessed(self, badge):
        assert len(badge.token) == 16

    def test_a_second_valid_one_is_refused(self, badge, field_staff, manager):
        with pytest.raises(Refused, match="TB2026-0001"):
            issue(field_staff, YEAR, actor=manager, now=NOON)

    def test_all_or_none(self, badge, field_staff, manager):
        with pytest.raises(Refused):
            issue_many([manager, field_staff], YEAR, actor=manager, now=NOON)
        assert Badge.objects.count() == 1

    @pytest.mark.parametrize("days", [(0, -1), (-9, -1), (0, 2000)])
    def test_the_days_make_sense(self, field_staff, manager, days):
        validity = Validity(*(TODAY + timedelta(days=number) for number in days))
        with pytest.raises(Invalid):
            issue(field_staff, validity, actor=manager, now=NOON)

    @pytest.mark.parametrize("persona", ["field_staff", "auditor", "outsider"])
    def test_by_managers_of_the_region_only(self, field_staff, persona, request):
        with pytest.raises(Forbidden):
            issue(field_staff, YEAR, actor=request.getfixturevalue(persona), now=NOON)

    def test_not_for_those_of_the_areas_above(self, commander, manager):
        with pytest.raises(Forbidden):
            issue(commander, YEAR, actor=manager, now=NOON)

    def test_renewing_ends_the_old_one(self, badge, manager):
        new = renew(badge, YEAR, actor=manager, now=NOON)
        badge.refresh_from_db()
        assert badge.revoked_at == NOON
        assert new.token != badge.token

    def test_why_is_kept_in_the_language_of_the_house(self, badge, manager):
        with override("en"):
            renew(badge, YEAR, actor=manager, now=NOON)
        badge.refresh_from_db()
        assert badge.revoked_reason == "换发"

    def test_revoked_twice_is_refused(self, badge, manager):
        revoke(badge, reason="遗失", actor=manager, now=NOON)
        with pytest.raises(Refused):
            revoke(badge, reason="遗失", actor=manager, now=NOON)


@pytest.mark.usefixtures("clock")
class TestCheck:
    def ask(self, client, token, query=""):
        answer = client.get(reverse("staff:check", args=[token]) + query)
        return answer, answer.content.decode()

    def test_a_stranger_sees_name_number_and_verdict(self, badge, client):
        answer, shown = self.ask(client, badge.token)
        assert answer.status_code == 200
        assert all(word in shown for word in ("今日有效", "王强", "TB2026-0001"))

    def test_and_nothing_else(self, badge, field_staff, client):
        shown = self.ask(client, badge.token)[1]
        assert not any(word in shown for word in (field_staff.username, field_staff.email, "黄浦区"))

    def test_a_revoked_one_is_not_valid(self, badge, manager, client):
        revoke(badge, reason="遗失", actor=manager, now=NOON)
        shown = self.ask(client, badge.token)[1]
        assert "今日有效" not in shown
        assert "已作废" in shown

    def test_an_account_out_of_use_ends_it_too(self, badge, field_staff, client):
        type(field_staff).objects.filter(pk=field_staff.pk).update(is_active=False)
        assert "已作废" in self.ask(client, badge.token)[1]

    def test_one_that_does_not_exist(self, client, db):
        answer, shown = self.ask(client, "nothing-like-this")
        assert answer.status_code == 404
        assert "未找到" in shown

    def test_needs_one_query_and_no_session(self, badge, client, django_assert_num_queries):
        with django_assert_num_queries(1):
            answer, _shown = self.ask(client, badge.token)
        assert not answer.cookies

    def test_is_not_for_search_engines(self, badge, client):
        assert "noindex" in self.ask(client, badge.token)[0]["X-Robots-Tag"]

    def test_speaks_english_when_asked(self, badge, client):
        assert '<html lang="en"' in self.ask(client, badge.token, "?lang=en")[1]


class TestPhoto:
    def test_becomes_a_small_jpeg(self, field_staff, manager):
        photo = put(field_staff, picture(size=(1200, 900)), manager)
        stored = Image.open(io.BytesIO(bytes(photo.jpeg)))
        assert (stored.format, stored.size) == ("JPEG", (300, 400))

    def test_loses_what_the_camera_wrote(self, field_staff, manager):
        exif = Image.Exif()
        exif[0x010F] = "Maker of cameras"
        photo = put(field_staff, picture(exif=exif), manager)
        assert b"Maker of cameras" not in bytes(photo.jpeg)

    def test_what_is_transparent_becomes_white(self, field_staff, manager):
        file = io.BytesIO()
        Image.new("RGBA", (300, 400), (0, 0, 0, 0)).save(file, "PNG")
        file.seek(0)
        photo = put(field_staff, file, manager)
        assert Image.open(io.BytesIO(bytes(photo.jpeg))).getpixel((5, 5)) == (255, 255, 255)

    @pytest.mark.parametrize(
        "file", [io.BytesIO(b"GIF89a no photo"), picture("GIF"), picture(size=(40, 40)), io.BytesIO(b"")]
    )
    def test_anything_else_is_refused(self, field_staff, manager, file):
        with pytest.raises(Invalid):
            put(field_staff, file, manager)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG"])
    def test_half_a_photo_is_refused(self, field_staff, manager, kind):
        whole = picture(kind).getvalue()
        with pytest.raises(Invalid):
            put(field_staff, io.BytesIO(whole[: len(whole) // 2]), manager)

    def test_is_shown_to_who_may_look_the_person_up(self, field_staff, manager, outsider, client):
        PersonPhoto.objects.create(person=field_staff, jpeg=b"x", updated_at=NOON)
        address = reverse("staff:photo", args=[field_staff.pk])
        statuses = []
        for person in (manager, outsider):
            client.force_login(person)
            statuses.append(client.get(address).status_code)
        assert statuses == [200, 404]


class TestSheet:
    def test_has_ten_cards_a_page(self, manager, make_person):
        people = [make_person(f"p{number}", regions=["310101"]) for number in range(11)]
        facts = sheet_facts(issue_many(people, YEAR, actor=None, now=NOON))
        assert [len(cards) for cards in facts["sheets"]] == [10, 1]

    def test_leads_to_the_check(self, badge, settings):
        settings.SITE_URL = "https://ops.example.cn/"
        card = sheet_facts([badge])["sheets"][0][0]
        assert card["url"] == f"https://ops.example.cn/staff/b/{badge.token}/"

    def test_is_not_for_those_of_the_areas_above(self, commander, manager):
        theirs = issue(commander, YEAR, actor=None, now=NOON)
        with pytest.raises(Forbidden):
            order_sheet([theirs], actor=manager, now=NOON)

    def test_is_the_same_paper_when_ordered_twice(self, badge, manager):
        first = order_sheet([badge], actor=manager, now=NOON)
        assert order_sheet([badge], actor=manager, now=NOON) == first

    def test_becomes_a_page(self, badge, field_staff, manager):
        put(field_staff, picture(), manager)
        paper = order_sheet([badge], actor=manager, now=NOON)
        jobs.render(paper.pk)
        assert (Paper.objects.get().state, Paper.objects.get().pages) == ("ready", 1)


class TestPages:
    @pytest.mark.parametrize(
        ("persona", "status"), [("manager", 200), ("field_staff", 200), ("auditor", 200), ("outsider", 404)]
    )
    def test_a_badge_is_seen_by_its_owner_and_those_above(self, badge, persona, status, request, client):
        client.force_login(request.getfixturevalue(persona))
        assert client.get(reverse("staff:badge", args=[badge.pk])).status_code == status

    def test_the_list_has_nothing_of_elsewhere(self, badge, outsider, client):
        client.force_login(outsider)
        assert "TB2026-0001" not in client.get("/staff/badges/").content.decode()

    @pytest.mark.parametrize("page", ["badge_renew", "badge_revoke"])
    def test_its_owner_changes_nothing(self, badge, field_staff, page, client):
        client.force_login(field_staff)
        assert client.get(reverse(f"staff:{page}", args=[badge.pk])).status_code == 403

    @pytest.mark.usefixtures("clock")
    def test_it_is_issued_by_a_form(self, field_staff, manager, client):
        client.force_login(manager)
        days = {"valid_from": TODAY.isoformat(), "valid_until": date(2027, 12, 31).isoformat()}
        client.post("/staff/badges/issue/", {"people": "王强", **days})
        assert Badge.objects.get().person == field_staff

    def test_printing_nothing_says_what_to_do(self, manager, client):
        client.force_login(manager)
        assert "勾选" in client.post("/staff/badges/print/").content.decode()

    def test_printing_leads_to_the_paper(self, badge, manager, client):
        client.force_login(manager)
        answer = client.post("/staff/badges/print/", {"badge": badge.pk})
        assert answer["Location"] == reverse("papers:paper", args=[Paper.objects.get().pk])
