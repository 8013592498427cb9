"""The area that sites span."""

import pytest

from incidents.response.rules.coverage import hull_area_km2

#: 0.1 degree of latitude is 11.12 km; of longitude at 60° north half of that
SQUARE = [(10.0, 59.95), (10.1, 59.95), (10.1, 60.05), (10.0, 60.05)]


def test_a_square_at_sixty_degrees_north():
    assert hull_area_km2(SQUARE) == pytest.approx(11.12 * 5.56, rel=0.01)


def test_a_site_inside_adds_nothing():
    assert hull_area_km2([*SQUARE, (10.05, 60.0)]) == hull_area_km2(SQUARE)


def test_two_places_span_no_area():
    assert hull_area_km2([SQUARE[0], SQUARE[1], SQUARE[0]]) is None


def test_places_in_a_line_span_nothing():
    assert hull_area_km2([(10.0, 60.0), (10.0, 60.1), (10.0, 60.2)]) == 0
