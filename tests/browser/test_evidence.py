"""A failed test leaves what its pages showed."""

import os

import pytest

from . import evidence

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_open_page_is_kept_with_what_its_console_said(visit, manager, chromium, tmp_path, monkeypatch):
    monkeypatch.setattr(evidence, "FOLDER", tmp_path / "failures")
    page = visit(manager, "/staff/preferences/")
    page.evaluate("console.error('乱了')")
    folder = evidence.keep(chromium, "test_a[b/c]")
    assert sorted(path.name for path in folder.iterdir()) == ["1.html", "1.png", "1.txt"]
    assert "error: 乱了" in (folder / "1.txt").read_text()
    assert "<h1" in (folder / "1.html").read_text()


def test_without_a_page_nothing_is_kept(chromium):
    assert evidence.keep(chromium, "test_a") is None


def test_the_oldest_make_room(visit, manager, chromium, tmp_path, monkeypatch):
    monkeypatch.setattr(evidence, "FOLDER", tmp_path)
    monkeypatch.setattr(evidence, "MOST", 2)
    visit(manager, "/staff/preferences/")
    folders = [evidence.keep(chromium, "test_a") for _time in range(2)]
    for age, folder in enumerate(folders):
        os.utime(folder, (age, age))
    newest = evidence.keep(chromium, "test_b")
    assert sorted(tmp_path.iterdir()) == sorted([folders[1], newest])
