"""The Atom feed."""

from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from notices.content import actions
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMA = Path(__file__).resolve().parents[5] / "shared" / "conformance" / "cap" / "schema" / "atom_rfc4287.rng"


@pytest.fixture
def feed(read):
    return lambda path="/status/atom.xml": ElementTree.fromstring(read(path))  # noqa: S314


def titles(feed):
    return [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


def test_an_entry_for_each_change_the_newest_first(feed, told, incident, publisher):
    told(incident)
    notice = told(incident, "update", now=NOON + timedelta(minutes=5), words={"title": "进展"})
    actions.withdraw(notice, actor=publisher, now=NOON + timedelta(minutes=9), reason="错")
    assert titles(feed()) == ["已撤回：进展", "服务中断 · 最新进展：进展", "服务中断：自助缴费暂停服务"]


def test_ids_and_links_are_absolute_and_no_two_are_the_same(feed, told, incident, publisher, settings):
    notice = told(incident)
    actions.withdraw(notice, actor=publisher, now=NOON, reason="错")
    found = feed()
    ids = [one.text for one in found.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids) == 3
    links = [one.get("href") for one in found.iter(f"{ATOM}link")]
    assert all(one.startswith(settings.SITE_URL) for one in ids + links)


def test_english_entries_say_which_of_them_are_chinese(feed, told, incident, make_incident, make_site):
    told(incident, en=True)
    told(make_incident(make_site("310104-0001")))
    entries = list(feed("/status/en/atom.xml").iter(f"{ATOM}entry"))
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    assert sorted(entry.get(language) for entry in entries) == ["en", "zh-Hans"]


def test_a_feed_without_entries_has_all_that_a_feed_needs(feed):
    found = feed()
    for name in ("id", "title", "updated", "author"):
        assert found.find(f"{ATOM}{name}") is not None


def test_what_xml_cannot_hold_is_left_out(feed, told, incident):
    told(incident, words={"title": "标题\x0b<b>&"})
    assert titles(feed()) == ["服务中断：标题<b>&"]


def without_foreign_attributes(schema):
    """The schema for documents that have none: libxml2 knows no names without a name space here."""
    return schema.replace('namespace local = ""\n', "").replace(
        "attribute * - (xml:base | xml:lang | local:*) { text }", "notAllowed"
    )


def test_the_feed_is_valid(read, told, incident, publisher):
    etree = pytest.importorskip("lxml.etree")
    pytest.importorskip("rnc2rng")
    if not SCHEMA.exists():
        pytest.skip("no schema here")
    notice = told(incident, en=True)
    actions.withdraw(notice, actor=publisher, now=NOON, reason="错")
    schema = etree.RelaxNG.from_rnc_string(without_foreign_attributes(SCHEMA.read_text()))
    for path in ("/status/atom.xml", "/status/en/atom.xml"):
        schema.assertValid(etree.fromstring(read(path).encode()))
