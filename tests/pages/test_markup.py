"""Every page answers, in both languages, with sound HTML."""

import pytest

from resources.network import divisions
from tests.pages import chinese, markup
from tests.pages.listing import PAGES

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="package")
def data(world, django_db_blocker):
    with django_db_blocker.unblock():
        return "\n".join([chinese.stored(), *divisions.names().values()])


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_sound_in_chinese(read, page):
    answer = read(page)
    assert answer.status_code == page.status
    assert list(markup.faults(markup.read(answer.content.decode()))) == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_sound_and_english_in_english(read, page, data):
    answer = read(page, "en")
    assert answer.status_code == page.status
    root = markup.read(answer.content.decode())
    samples = page.name == "styleguide:page"
    assert [*markup.faults(root), *(() if samples else chinese.left(root, data))] == []
