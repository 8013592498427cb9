"""What a GB/T 2260 code says of itself."""

import pytest

from resources.network.regions import (
    Level,
    is_well_formed,
    is_within,
    level,
    name_of_scope,
    outermost,
    parents,
    prefix_of,
)


@pytest.mark.parametrize(
    ("code", "prefix", "of"),
    [
        ("000000", "", Level.COUNTRY),
        ("310000", "31", Level.PROVINCE),
        ("310100", "3101", Level.CITY),
        ("310101", "310101", Level.DISTRICT),
        ("440300", "4403", Level.CITY),
        ("500000", "50", Level.PROVINCE),
    ],
)
def test_prefix_and_level(code, prefix, of):
    assert (prefix_of(code), level(code)) == (prefix, of)


@pytest.mark.parametrize(
    ("code", "above"),
    [
        ("310101", ["310100", "310000", "000000"]),
        ("310100", ["310000", "000000"]),
        ("310000", ["000000"]),
        ("000000", []),
    ],
)
def test_parents_nearest_first(code, above):
    assert parents(code) == above


@pytest.mark.parametrize("code", ["310000", "310100", "310101", "659001"])
def test_well_formed(code):
    assert is_well_formed(code)


@pytest.mark.parametrize("code", ["", "31010", "3101011", "310001", "000000", "910101", "31010a", "３１０１０１"])
def test_not_well_formed(code):
    assert not is_well_formed(code)


def test_a_region_lies_within_its_parents_and_itself():
    assert all(is_within("310101", region) for region in ("310101", "310100", "310000", "000000"))
    assert not is_within("310100", "310101")


def test_outermost_drops_what_another_covers():
    assert outermost(["310101", "310000", "320102"]) == ["31", "320102"]


def test_outermost_of_the_whole_country_is_everything():
    assert outermost(["310101", "000000"]) == [""]


def test_who_sees_nothing_has_another_name_than_who_sees_everything():
    assert len({name_of_scope(seen) for seen in ((), ("",), ("31",), ("3101",), ("31", "32"))}) == 5
