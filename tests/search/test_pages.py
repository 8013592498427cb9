"""The search as a page and as the palette's options."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def options(client, text):
    return client.get("/search/options/", {"q": text}).content.decode()


def test_the_page_works_without_javascript(client, manager, hospital):
    client.force_login(manager)
    assert "黄浦区中心医院" in client.get("/search/", {"q": "hpq"}).content.decode()


def test_all_results_are_in_the_list_with_its_filter(client, manager, make_site):
    for number in range(10):
        make_site(f"310101-01{number:02d}", name=f"供水营业厅{number}")
    client.force_login(manager)
    assert "/network/sites/?q=gsyyt" in options(client, "gsyyt")


def test_the_palette_shows_five_of_a_source(client, manager, make_site):
    for number in range(10):
        make_site(f"310101-01{number:02d}", name=f"供水营业厅{number}")
    client.force_login(manager)
    assert options(client, "gsyyt").count('data-keep="网点"') == 5


def test_options_have_what_a_listbox_needs(client, manager, hospital):
    client.force_login(manager)
    shown = options(client, "hpq")
    assert 'role="option" id="palette-o-sites-1" href="/network/sites/310101-0007/"' in shown
    assert 'role="group" aria-labelledby="palette-g-sites"' in shown


def test_nothing_found_says_what_to_try(client, manager):
    client.force_login(manager)
    assert "没有找到“查无此物”" in options(client, "查无此物")


def test_markup_stays_text(client, manager, make_site):
    make_site("310101-0009", name="<script>alert(1)</script>")
    client.force_login(manager)
    shown = client.get("/search/", {"q": "<script>"}).content.decode()
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown


def test_what_cannot_be_searched_for_finds_nothing(client, manager):
    client.force_login(manager)
    for text in ("\0", "%", "_" * 300, "' OR 1=1 --", "\\"):
        assert client.get("/search/", {"q": text}).status_code == 200


def test_a_stranger_is_sent_to_the_login(client, db):
    assert client.get("/search/options/", {"q": "hpq"}).status_code == 302


def queries_of(client):
    with CaptureQueriesContext(connection) as seen:
        client.get("/search/options/", {"q": "310101"})
    return len(seen)


def test_queries_do_not_grow_with_what_is_found(client, manager, make_site):
    client.force_login(manager)
    make_site("310101-0001")
    before = queries_of(client)
    for number in range(2, 40):
        make_site(f"310101-{number:04d}", terminals=3)
    assert queries_of(client) == before <= 16
