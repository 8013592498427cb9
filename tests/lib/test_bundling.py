"""The style sheets of every page are one file where static files have been collected."""

import shutil
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from emergency_ops.lib import bundling


@pytest.fixture
def collected(tmp_path, monkeypatch):
    """A storage that holds the parts, worked on as collectstatic does."""
    storage = bundling.BundledStorage(location=str(tmp_path), base_url="/static/")
    names = [f"css/{name}.css" for name in bundling.STYLES]
    (tmp_path / "css").mkdir()
    for name in names:
        shutil.copy(finders.find(name), tmp_path / name)
    list(storage.post_process({name: (storage, name) for name in names}))
    monkeypatch.setattr(bundling, "staticfiles_storage", storage)
    return storage


def test_the_bundle_has_every_part_in_order(collected):
    text = Path(collected.path(collected.stored_name(bundling.BUNDLE))).read_text()
    places = [text.index(Path(finders.find(f"css/{name}.css")).read_text()[:200]) for name in bundling.STYLES]
    assert places == sorted(places)


def test_pages_link_the_bundle(collected):
    assert bundling.style_files() == [bundling.BUNDLE]


def test_pages_link_the_parts_where_nothing_was_collected():
    assert bundling.style_files()[:2] == ["css/tokens.css", "css/base.css"]
