"""Setting up, changing and ending posts."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.staff.actions.assignments import assign, end_assignment
from resources.staff.actions.posts import PostData, retire_post, save_post
from resources.staff.models import Memo, PostAssignment, StaffEvent
from resources.staff.rules.posts import common_region
from resources.staff.sentences import sentence
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
ALWAYS = DateTimeTZRange(NOON, None)
SHANGHAI = PostData("technical", "region", "上海技术处置", region_code="310000")


@pytest.fixture
def post(regions):
    return save_post(None, SHANGHAI, actor=None, now=NOON)


def save(data, sites=(), post=None, actor=None):
    return save_post(post, data, sites, actor=actor, now=NOON)


@pytest.mark.parametrize(
    ("codes", "common"),
    [(["310101", "310104"], "310100"), (["310101"], "310101"), (["310101", "320102"], "000000"), ([], "000000")],
)
def test_sites_have_an_innermost_region_in_common(codes, common):
    assert common_region(codes) == common


class TestSave:
    def test_by_a_manager_of_the_region(self, regions, manager):
        assert save(SHANGHAI, actor=manager).region_id == "310000"

    def test_not_by_a_manager_of_elsewhere(self, regions, outsider):
        with pytest.raises(Forbidden):
            save(SHANGHAI, actor=outsider)

    def test_not_into_somebody_elses_region(self, post, outsider):
        with pytest.raises(Forbidden):
            save(PostData("technical", "region", "南京技术处置", region_code="320100"), post=post, actor=outsider)

    def test_the_network_is_the_country(self, regions):
        assert save(PostData("scribe", "network", "全国记录员")).region_id == "000000"

    def test_sites_make_the_region(self, make_site):
        sites = [make_site("310101-0001"), make_site("310104-0001")]
        made = save(PostData("on_site", "sites", "两店现场"), sites)
        assert (made.region_id, made.sites.count()) == ("310100", 2)

    def test_sites_are_named(self, regions):
        with pytest.raises(Invalid):
            save(PostData("on_site", "sites", "没有网点"))

    def test_a_site_has_one_post_of_a_function(self, site):
        save(PostData("on_site", "sites", "甲"), [site])
        with pytest.raises(Refused, match="“甲”"):
            save(PostData("on_site", "sites", "乙"), [site])

    def test_so_has_a_region(self, post):
        with pytest.raises(Refused, match="上海技术处置"):
            save(PostData("technical", "region", "又一个", region_code="310000"))

    def test_what_changed_is_told_in_words(self, post, manager):
        save(
            PostData("technical", "region", "沪技术处置", region_code="310000", is_key=False), post=post, actor=manager
        )
        said = sentence(StaffEvent.objects.get(code="post_changed"))
        assert said == "修改岗位沪技术处置：岗位名称（上海技术处置 → 沪技术处置）、关键岗位（是 → 否）"

    def test_what_did_not_change_leaves_no_trace(self, post):
        save(SHANGHAI, post=post)
        assert StaffEvent.objects.count() == 1


class TestKey:
    @pytest.fixture
    def other(self, regions):
        return save(PostData("on_site", "region", "上海现场服务", region_code="310000", is_key=False))

    def test_follows_into_the_assignments(self, post, field_staff):
        assign(post, field_staff, "B", ALWAYS, actor=None, now=NOON)
        save(PostData("technical", "region", "上海技术处置", region_code="310000", is_key=False), post=post)
        assert not PostAssignment.objects.get().key_post

    def test_is_refused_where_somebody_would_be_b_of_two(self, post, other, field_staff):
        for one in (post, other):
            assign(one, field_staff, "B", ALWAYS, actor=None, now=NOON)
        with pytest.raises(Refused, match="王强同时是关键岗位上海技术处置的B角"):
            save(PostData("on_site", "region", "上海现场服务", region_code="310000"), post=other)


class TestRetire:
    def test_a_post_that_nobody_holds(self, post, manager):
        assert not retire_post(post, reason="并入南京", actor=manager, now=NOON).is_active

    def test_not_while_somebody_will_hold_it(self, post, manager, field_staff):
        later = DateTimeTZRange(NOON + timedelta(days=3), None)
        assign(post, field_staff, "A", later, actor=None, now=NOON)
        with pytest.raises(Refused, match="王强"):
            retire_post(post, reason="并入南京", actor=manager, now=NOON)

    def test_asks_why(self, post, manager):
        with pytest.raises(Invalid):
            retire_post(post, reason="", actor=manager, now=NOON)

    def test_makes_room_for_another(self, post, manager):
        retire_post(post, reason="重设", actor=manager, now=NOON)
        assert save(SHANGHAI).pk != post.pk

    def test_nobody_is_assigned_afterwards(self, post, manager, field_staff):
        retire_post(post, reason="重设", actor=manager, now=NOON)
        with pytest.raises(Refused, match="已停用"):
            assign(post, field_staff, "A", ALWAYS, actor=manager, now=NOON)


class TestTelling:
    def test_an_assignment_is_an_event(self, post, field_staff, manager):
        assign(post, field_staff, "A", ALWAYS, actor=manager, now=NOON)
        assert sentence(StaffEvent.objects.get(code="assigned")) == (
            "任命王强为上海技术处置的A角（2026-11-23 12:00起）"
        )

    def test_a_and_b_are_told(self, post, field_staff, manager):
        assign(post, manager, "A", ALWAYS, actor=None, now=NOON)
        Memo.objects.all().delete()
        assign(post, field_staff, "B", ALWAYS, actor=None, now=NOON)
        assert {memo.recipient for memo in Memo.objects.all()} == {manager, field_staff}

    def test_the_end_too(self, post, field_staff, manager):
        held = assign(post, field_staff, "A", ALWAYS, actor=manager, now=NOON)
        end_assignment(held, actor=manager, now=NOON + timedelta(hours=1))
        assert Memo.objects.order_by("pk").last().title == "任命结束：上海技术处置 A角 王强"

    def test_an_end_may_be_later(self, post, field_staff, manager):
        held = assign(post, field_staff, "A", ALWAYS, actor=manager, now=NOON)
        later = NOON + timedelta(days=7)
        assert end_assignment(held, at=later, actor=manager, now=NOON).validity.upper == later
