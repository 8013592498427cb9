"""What a browser with an empty cache fetches before a page is whole: HTML, styles and scripts, compressed."""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.pages.listing import PAGES

pytestmark = pytest.mark.django_db
MOST = 150_000
LINKED = re.compile(r'<(?:link rel="stylesheet"|script)[^>]*?(?:href|src)="/static/([^"?]+)"')


@cache
def packed(name):
    return len(gzip.compress(Path(finders.find(name)).read_bytes()))


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_light(read, page):
    html = read(page).content
    parts = {name: packed(name) for name in LINKED.findall(html.decode())}
    assert len(gzip.compress(html)) + sum(parts.values()) < MOST, parts


def test_pages_go_out_compressed(client):
    answer = client.get("/accounts/login/", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert b"<!doctype html>" in gzip.decompress(answer.content)


def test_what_is_no_page_stays_as_it_is(client):
    assert "Content-Encoding" not in client.get("/sw.js", headers={"accept-encoding": "gzip"})
