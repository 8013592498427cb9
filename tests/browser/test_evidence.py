"""A failed test leaves what its pages showed."""

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
