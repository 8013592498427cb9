"""Who acts for many posts at once, and how that is shown."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.template import Context, Template

from resources.staff.models import Absence, Post, PostAssignment
from resources.staff.queries import Silence, absent, acting, acting_for, acting_many
from tests.conftest import NOON

pytestmark = pytest.mark.django_db

FUNCTIONS = ["commander", "technical", "on_site", "logistics", "public_information", "customer_service"]


@pytest.fixture
def away(db):
    def make(person, begins=NOON - timedelta(days=1), ends=NOON + timedelta(days=1)):
        period = DateTimeTZRange(begins, ends)
        return Absence.objects.create(person=person, kind="trip", period=period, reported_at=NOON, reported_by=person)

    return make


@pytest.fixture
def make_posts(make_person, regions, away):
    """make_posts(6): posts whose A is away, B acting."""

    def make(number):
        for function in FUNCTIONS[:number]:
            post = Post.objects.create(function=function, region_id="310000", name=function)
            for role in "AB":
                person = make_person(f"{function}-{role}")
                PostAssignment.objects.create(post=post, person=person, role=role, validity=DateTimeTZRange(None, None))
            away(post.assignments.get(role="A").person)
        return list(Post.objects.all())

    return make


@pytest.mark.parametrize("number", [2, 6])
def test_many_posts_cost_the_same_at_two_sizes(make_posts, number, django_assert_num_queries):
    posts = make_posts(number)
    with django_assert_num_queries(7):
        found = acting_many(posts, NOON)
    assert {one.role for one in found.values()} == {"B"}


def test_many_say_the_same_as_one(make_posts):
    posts = make_posts(3)
    assert acting_many(posts, NOON) == {post.pk: acting(post, NOON) for post in posts}


@pytest.mark.parametrize("days", [1, 30, 31, 32, 400])
def test_since_reaches_back_as_far_as_it_is_so(post, a, away, days):
    begun = NOON - timedelta(days=days)
    away(a, begins=begun)
    away(a, begins=begun - timedelta(days=9), ends=begun - timedelta(days=8))
    assert acting(post, NOON).since == begun


def test_a_plain_pair_names_a_place(post, a):
    assert acting(("commander", "310101"), NOON).person == a


def test_silence_at_one_post_is_none_at_another(make_posts, post, a, b):
    other = Post.objects.create(function="scribe", region_id="310000", name="记录员", is_key=False)
    PostAssignment.objects.create(post=other, person=a, role="A", validity=DateTimeTZRange(None, None), key_post=False)
    found = acting_many([post, other], NOON, [Silence(post.pk, a.pk, NOON)])
    assert [found[one.pk].person for one in (post, other)] == [b, a]


def test_absent_is_one_query(a, b, away, django_assert_num_queries):
    away(a)
    with django_assert_num_queries(1):
        assert absent([a, b], NOON) == {a.pk}


def test_a_cancelled_absence_is_none(a, away):
    Absence.objects.filter(pk=away(a).pk).update(cancelled_at=NOON)
    assert absent([a], NOON) == set()


def test_acting_for_looks_at_every_function(post, a, b, away, make_person):
    """B where nobody is A, and B of an A who is away: the second function counts as well."""
    other = Post.objects.create(function="technical", region_id="310000", name="技术", is_key=False)
    absent_a = make_person("zhou")
    for person, role in ((absent_a, "A"), (b, "B")):
        PostAssignment.objects.create(
            post=other, person=person, role=role, validity=DateTimeTZRange(None, None), key_post=False
        )
    away(absent_a)
    PostAssignment.objects.filter(person=a).delete()
    assert acting_for(b, "310101", NOON) == absent_a


class TestTag:
    def show(self, post):
        return Template("{% load staff %}{% acting one %}").render(Context({"one": acting(post, NOON)}))

    def test_a_is_a_name(self, post):
        assert self.show(post) == '<span class="who">陈国栋</span>'

    def test_b_is_shown_with_the_a_and_since_when(self, post, a, away):
        away(a)
        assert "代陈国栋 · B角代行，自11月22日12:00起" in self.show(post)

    def test_nobody_is_a_gap(self, post, a, b, away):
        away(a), away(b)
        assert "空缺" in self.show(post)

    def test_a_name_is_no_markup(self, post, a):
        a.name = "<b>陈</b>"
        a.save()
        assert "&lt;b&gt;" in self.show(post)
