from django.contrib.auth.models import AnonymousUser

from emergency_ops.lib.roles import Role, has_role, roles_of


def test_a_stranger_has_no_role():
    assert roles_of(AnonymousUser()) == frozenset()


def test_a_group_is_a_role(manager):
    assert roles_of(manager) == {Role.MANAGER}


def test_roles_cost_one_query(manager, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert has_role(manager, Role.MANAGER)
        assert not has_role(manager, Role.COMMANDER)


def test_a_superuser_has_them_all(make_person):
    assert roles_of(make_person("root", is_superuser=True)) == set(Role)
