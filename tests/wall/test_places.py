import pytest

from emergency_ops.wall.checks import check_tiles
from emergency_ops.wall.placing import TileServer, draw_places
from emergency_ops.wall.queries.network import Place
from emergency_ops.wall.states import Counts, TileState

SERVER = TileServer("https://tiles.example.cn/{z}/{x}/{y}.png", "wgs84", "© example")
NEAR, NEARER, FAR = (121.47, 31.23), (121.4701, 31.23), (121.80, 31.10)


def site(code, stopped=0, incident=False):
    return Place("310101", f"网点{code}", Counts(working=4 - stopped, stopped=stopped), code, incident)


@pytest.fixture
def with_tiles(settings):
    settings.WALL_TILES_URL = SERVER.address


@pytest.fixture
def located(make_site):
    found = make_site()
    type(found).objects.filter(pk=found.pk).update(longitude=121.47, latitude=31.23)
    return found


def test_places_close_together_are_one_dot_and_its_worst_state():
    near, nearer, far = site("1"), site("2", stopped=4), site("3")
    drawn = draw_places([near, nearer, far], {near: NEAR, nearer: NEARER, far: FAR}, SERVER)
    assert sorted((dot.places, dot.state) for dot in drawn.dots) == [(1, TileState.WORKING), (2, TileState.DOWN)]


def test_what_is_open_lies_on_top_and_is_named():
    near, far = site("1"), site("3", incident=True)
    drawn = draw_places([near, far], {near: NEAR, far: FAR}, SERVER)
    assert drawn.dots[-1].incident
    assert [label.text for label in drawn.labels] == ["网点3"]


def test_places_without_coordinates_are_counted():
    near, lost = site("1"), site("2")
    assert draw_places([near, lost], {near: NEAR}, SERVER).elsewhere == 1


def test_nothing_is_drawn_where_nobody_knows_where_anything_is():
    assert draw_places([site("1")], {}, SERVER) is None


def test_without_a_map_server_the_wall_asks_nobody(client, commander, located):
    client.force_login(commander)
    response = client.get("/wall/")
    assert "<image" not in response.content.decode()
    assert "example.cn" not in response["Content-Security-Policy"]


def test_with_a_map_server_its_tiles_lie_under_the_places(client, commander, located, with_tiles):
    client.force_login(commander)
    response = client.get("/wall/")
    assert 'href="https://tiles.example.cn/17/' in response.content.decode()
    assert "img-src 'self' data: https://tiles.example.cn" in response["Content-Security-Policy"]


def test_the_areas_are_there_also_with_a_map_server(client, commander, located, with_tiles):
    client.force_login(commander)
    assert "<image" not in client.get("/wall/?map=areas").content.decode()


def test_a_map_of_nowhere_shows_the_areas(client, commander, make_site, with_tiles):
    make_site()
    client.force_login(commander)
    assert 'class="tile' in client.get("/wall/").content.decode()


@pytest.mark.parametrize(
    "address", ["tiles.example.cn/{z}/{x}/{y}", "https://tiles.example.cn/{z}/{x}", "ftp://a/{z}{x}{y}"]
)
def test_an_address_that_is_none_is_told_at_the_start(settings, address):
    settings.WALL_TILES_URL = address
    assert check_tiles(None)
