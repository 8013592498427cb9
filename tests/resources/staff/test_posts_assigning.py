"""Assigning people to posts, and the people of the sample."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.roles import Role
from resources.staff import sample
from resources.staff.actions import assign, end_assignment
from resources.staff.models import Person, Post, PostAssignment
from tests.conftest import NOON

pytestmark = pytest.mark.django_db

ALWAYS = DateTimeTZRange(None, None)
LATER = NOON + timedelta(days=1)


@pytest.fixture
def post(regions):
    return Post.objects.create(function="technical", region_id="310000", name="上海技术处置")


@pytest.fixture
def other_post(regions):
    return Post.objects.create(function="on_site", region_id="310000", name="上海现场服务")


def refusal(*arguments, **named):
    with pytest.raises(Refused) as refused:
        assign(*arguments, **named, now=NOON)
    return refused.value.code


class TestAssign:
    def test_a_manager_of_the_region_does(self, post, field_staff, manager):
        made = assign(post, field_staff, "A", ALWAYS, actor=manager, now=NOON)
        assert PostAssignment.objects.get() == made

    def test_a_manager_of_elsewhere_does_not(self, post, field_staff, outsider):
        with pytest.raises(Forbidden):
            assign(post, field_staff, "A", ALWAYS, actor=outsider, now=NOON)

    def test_field_staff_do_not(self, post, field_staff):
        with pytest.raises(Forbidden):
            assign(post, field_staff, "A", ALWAYS, actor=field_staff, now=NOON)

    def test_an_administrator_does_everywhere(self, post, field_staff, administrator):
        assert assign(post, field_staff, "A", ALWAYS, actor=administrator, now=NOON)

    def test_there_is_one_a_at_a_time(self, post, field_staff, manager):
        assign(post, manager, "A", ALWAYS, actor=None, now=NOON)
        assert refusal(post, field_staff, "A", DateTimeTZRange(NOON, None), actor=None) == "taken"

    def test_a_is_not_b(self, post, manager):
        assign(post, manager, "A", ALWAYS, actor=None, now=NOON)
        assert refusal(post, manager, "B", ALWAYS, actor=None) == "a_is_b"

    def test_nobody_is_b_of_two_key_posts(self, post, other_post, manager):
        assign(post, manager, "B", ALWAYS, actor=None, now=NOON)
        assert refusal(other_post, manager, "B", ALWAYS, actor=None) == "two_keys"

    def test_b_of_two_key_posts_one_after_the_other(self, post, other_post, manager):
        assign(post, manager, "B", DateTimeTZRange(None, LATER), actor=None, now=NOON)
        assert assign(other_post, manager, "B", DateTimeTZRange(LATER, None), actor=None, now=NOON)

    def test_a_of_two_posts_is_fine(self, post, other_post, manager):
        assign(post, manager, "A", ALWAYS, actor=None, now=NOON)
        assert assign(other_post, manager, "A", ALWAYS, actor=None, now=NOON)

    @pytest.mark.parametrize("validity", [DateTimeTZRange(None, NOON), DateTimeTZRange(NOON, NOON)])
    def test_a_time_that_is_over_is_refused(self, post, manager, validity):
        with pytest.raises(Invalid):
            assign(post, manager, "A", validity, actor=None, now=NOON)

    def test_an_account_out_of_use_is_refused(self, post, manager):
        manager.is_active = False
        with pytest.raises(Invalid):
            assign(post, manager, "A", ALWAYS, actor=None, now=NOON)

    def test_the_database_refuses_two_as_too(self, post, field_staff, manager):
        assign(post, manager, "A", ALWAYS, actor=None, now=NOON)
        with pytest.raises(IntegrityError), transaction.atomic():
            PostAssignment.objects.create(post=post, person=field_staff, role="A", validity=ALWAYS)


class TestEnd:
    def test_keeps_the_row_as_history(self, post, manager):
        held = assign(post, manager, "A", ALWAYS, actor=None, now=NOON)
        assert end_assignment(held, actor=manager, now=LATER).validity.upper == LATER

    def test_makes_room_for_the_next(self, post, manager, field_staff):
        end_assignment(assign(post, manager, "A", ALWAYS, actor=None, now=NOON), actor=None, now=NOON)
        assert assign(post, field_staff, "A", DateTimeTZRange(NOON, None), actor=None, now=NOON)

    def test_one_that_has_not_begun_never_was(self, post, manager):
        held = assign(post, manager, "A", DateTimeTZRange(LATER, None), actor=None, now=NOON)
        assert end_assignment(held, actor=None, now=NOON) is None

    def test_what_is_over_stays_over(self, post, manager):
        held = assign(post, manager, "A", ALWAYS, actor=None, now=NOON)
        end_assignment(held, actor=None, now=NOON)
        with pytest.raises(Refused):
            end_assignment(held, actor=None, now=LATER)

    def test_is_not_for_outsiders(self, post, manager, outsider):
        held = assign(post, manager, "A", ALWAYS, actor=None, now=NOON)
        with pytest.raises(Forbidden):
            end_assignment(held, actor=outsider, now=LATER)


class TestSample:
    @pytest.fixture
    def loaded(self, make_site):
        make_site("310101-0001"), make_site("320102-0001")
        sample.load(NOON)

    def test_every_post_has_an_a_and_a_b(self, loaded):
        assert PostAssignment.objects.count() == 2 * Post.objects.count() == 2 * (5 * 3 + 3)

    def test_twice_is_once(self, loaded):
        before = Person.objects.count()
        sample.load(NOON)
        assert Person.objects.count() == before

    def test_a_changed_password_stays(self, loaded):
        zhihui = Person.objects.get(username="zhihui")
        zhihui.set_password("something-else")
        zhihui.save()
        sample.load(NOON)
        zhihui.refresh_from_db()
        assert zhihui.check_password("something-else")

    def test_phones_are_reserved_ones(self, loaded):
        assert not Person.objects.exclude(phone__regex=r"^1380000\d{4}$").exists()

    def test_the_accounts_are_printed_as_a_table(self, loaded, capsys):
        call_command("demo_accounts")
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == 8
        assert lines[1].split() == ["zhihui", "总指挥", "陈国栋", "emergency-ops-demo"]

    def test_a_changed_password_is_not_printed(self, loaded, capsys):
        Person.objects.filter(username="zhihui").update(password="!")
        call_command("demo_accounts")
        assert "（密码已修改）" in capsys.readouterr().out


class TestRoleGroups:
    migration = import_module("resources.migrations.0002_role_groups")
    here = SimpleNamespace(connection=connection)

    def test_every_role_becomes_a_group(self):
        Group.objects.all().delete()
        self.migration.create_groups(apps, self.here)
        assert set(Group.objects.values_list("name", flat=True)) == set(Role)

    def test_undoing_leaves_groups_that_somebody_is_in(self, manager):
        self.migration.create_groups(apps, self.here)
        self.migration.drop_empty_groups(apps, self.here)
        assert list(Group.objects.values_list("name", flat=True)) == [Role.MANAGER]
