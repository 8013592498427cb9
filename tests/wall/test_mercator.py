import pytest

from emergency_ops.wall.mercator import View, fit, place, shifted, tiles
from emergency_ops.wall.treemap import Rect

FRAME = Rect(0, 0, 1180, 544)
SHANGHAI, BEIJING = (121.4737, 31.2304), (116.404, 39.915)


def test_all_points_lie_inside_the_frame():
    view = fit([SHANGHAI, BEIJING], FRAME)
    for x, y in (place(view, SHANGHAI), place(view, BEIJING)):
        assert 0 < x < FRAME.width
        assert 0 < y < FRAME.height


def test_north_is_up_and_east_is_right():
    view = fit([SHANGHAI, BEIJING], FRAME)
    assert place(view, BEIJING)[1] < place(view, SHANGHAI)[1]
    assert place(view, BEIJING)[0] < place(view, SHANGHAI)[0]


def test_a_single_point_lies_in_the_middle_at_the_deepest_zoom():
    view = fit([SHANGHAI], FRAME)
    assert place(view, SHANGHAI) == pytest.approx((590, 272))
    assert view.zoom == 17


def test_tiles_cover_the_frame_without_gaps():
    found = list(tiles(fit([SHANGHAI, BEIJING], FRAME), FRAME))
    assert min(tile.rect.x for tile in found) <= 0
    assert max(tile.rect.x + tile.rect.width for tile in found) >= FRAME.width
    assert max(tile.rect.y + tile.rect.height for tile in found) >= FRAME.height


def test_a_tile_is_named_as_map_servers_name_it():
    """The tile of Shanghai's centre at zoom 10, as every slippy map has it."""
    x, y = place(View(10, 1.0, 0, 0), SHANGHAI)
    assert (int(x // 256), int(y // 256)) == (857, 418)


def test_a_point_in_china_is_shifted_as_gcj02_shifts_it():
    assert shifted(BEIJING) == pytest.approx((116.410244, 39.916404), abs=2e-6)


def test_a_point_abroad_stays_where_it_is():
    assert shifted((2.35, 48.85)) == (2.35, 48.85)
