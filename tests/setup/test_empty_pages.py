"""In an empty house every page answers, and every empty list says what will stand there."""

import pytest
from django.urls import reverse

from tests.pages.listing import PAGES

GENERIC = "暂无记录"
#: pages that need nothing of a house that is furnished, for somebody who is logged in
BARE = [page for page in PAGES if not page.args and "{" not in page.query and "model=" not in page.query and page.who]
#: says in a sentence of its own why there is nothing to do
REFUSED = {"inventory:stocktake_start": 403}


@pytest.mark.parametrize("page", BARE, ids=str)
def test_a_page_of_an_empty_house_explains_itself(first, client, page):
    answer = client.get(reverse(page.name) + page.query)
    assert answer.status_code in {REFUSED.get(page.name, page.status), 302}
    if answer.status_code == 200 and not answer.streaming:
        assert GENERIC not in answer.content.decode()
