"""What a phone is told of the application before it installs it."""

import io

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image

from emergency_ops.offline.icons import APPLE, FOLDER, ICONS, draw


@pytest.fixture
def manifest(client):
    """manifest(language): what is in it."""
    return lambda language="zh-hans": client.get(reverse("manifest", args=[language])).json()


def test_it_is_the_same_for_everybody_and_kept_for_an_hour(client):
    response = client.get(reverse("manifest", args=["en"]))
    assert response["Content-Type"] == "application/manifest+json"
    assert response["Cache-Control"] == "public, max-age=3600"
    assert not response.cookies
    assert "Vary" not in response


def test_it_is_named_by_the_organisation(manifest):
    assert manifest()["name"].startswith(settings.ORGANISATION_NAME)


def test_it_speaks_the_language_of_its_address(manifest):
    assert (manifest()["lang"], manifest("en")["lang"]) == ("zh-Hans", "en")


def test_a_language_that_there_is_not_has_none(client):
    assert client.get("/app.fr.webmanifest").status_code == 404


def test_its_shortcuts_lead_to_pages(manifest, client, field_staff):
    client.force_login(field_staff)
    addresses = [one["url"] for one in manifest()["shortcuts"]]
    assert len(addresses) == 4
    assert {client.get(address).status_code for address in addresses} == {200}


def test_its_icons_are_there_in_the_size_that_it_says(manifest):
    for icon in manifest()["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        assert "x".join(map(str, Image.open(path).size)) == icon["sizes"]


@pytest.mark.parametrize("icon", [*ICONS, APPLE], ids=lambda icon: icon.name)
def test_the_icons_are_those_of_the_drawing(icon):
    kept, drawn = (Image.open(io.BytesIO(one)) for one in ((FOLDER / icon.name).read_bytes(), draw(icon)))
    assert kept.size == drawn.size == (icon.side, icon.side)
    assert kept.getpixel((icon.side // 2, 4)) == drawn.getpixel((icon.side // 2, 4))


@pytest.mark.parametrize("icon", [icon for icon in (*ICONS, APPLE) if icon.whole], ids=lambda icon: icon.name)
def test_an_icon_for_a_mask_reaches_its_corners(icon):
    assert Image.open(FOLDER / icon.name).getpixel((0, 0)) == (22, 50, 79, 255)


def test_every_page_names_it_in_its_language(client, field_staff):
    client.force_login(field_staff)
    shown = client.get(reverse("tasks:mine")).content.decode()
    assert '<link rel="manifest" href="/app.zh-hans.webmanifest">' in shown
    assert 'name="theme-color"' in shown


def test_the_worker_is_served_from_the_root(client, db):
    response = client.get(reverse("service_worker"))
    assert response["Content-Type"].startswith("text/javascript")
    assert "worker-src 'self'" in response["Content-Security-Policy"]
