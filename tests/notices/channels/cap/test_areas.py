"""Where a message holds."""

import pytest

from notices.channels.cap.areas import MOST_CIRCLES, Ground, areas
from notices.content.told import SiteTold
from tests.notices.channels.cap.messages import told

NAMES = {"310101": "黄浦区", "310104": "徐汇区"}


def sites(count, region="310101"):
    return tuple(SiteTold(f"{region}-{number:04d}", f"网点{number}", region, 1) for number in range(1, count + 1))


def points(*rows):
    return {site.code: (31.2, 121.5) for site in rows}


def test_a_site_is_a_circle_in_its_region():
    (area,) = areas(told(), Ground(NAMES, {"310101-0001": (31.23, 121.47)}), "zh-hans")
    assert (area.description, area.geocodes) == ("黄浦区：市民中心", ("310101",))
    assert area.circles == [(31.23, 121.47, 0.3)]


def test_each_region_is_an_area():
    found = areas(told(sites=sites(1) + sites(1, "310104")), Ground(NAMES), "zh-hans")
    assert [area.geocodes for area in found] == [("310101",), ("310104",)]


def test_no_circles_where_one_site_has_no_point():
    rows = sites(2)
    (area,) = areas(told(sites=rows), Ground(NAMES, points(rows[0])), "zh-hans")
    assert not area.circles


def test_no_circles_for_many_sites():
    rows = sites(MOST_CIRCLES + 1)
    assert not areas(told(sites=rows), Ground(NAMES, points(*rows)), "zh-hans")[0].circles


@pytest.mark.parametrize("point", [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))])
def test_points_that_are_not_on_earth_are_left_out(point):
    assert not areas(told(), Ground(NAMES, {"310101-0001": point}), "zh-hans")[0].circles


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh-hans", "黄浦区：网点1、网点2、网点3、网点4、网点5等7个网点"),
        ("en", "黄浦区: 网点1, 网点2, 网点3, 网点4, 网点5 and 2 more sites"),
    ],
)
def test_many_sites_are_counted(language, text):
    assert areas(told(sites=sites(7)), Ground(NAMES), language)[0].description == text


def test_without_sites_the_notices_region():
    (area,) = areas(told(sites=()), Ground(), "zh-hans")
    assert (area.description, area.geocodes) == ("黄浦区", ("310101",))


def test_the_whole_network_has_no_code():
    (area,) = areas(told(sites=(), region="全网", region_code=""), Ground(), "zh-hans")
    assert (area.description, area.geocodes) == ("全网", ())
