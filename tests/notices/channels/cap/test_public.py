"""The feed and its messages, for everybody."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree

from notices.channels.cap import public
from notices.channels.cap.models import CapMessage
from notices.channels.cap.writing import moment
from notices.content.models import Notice
from tests.conftest import NOON
from tests.notices.channels.cap.messages import needs_conformance
from tests.notices.channels.cap.test_conformance import atom_schema  # noqa: F401

ATOM = {"a": "http://www.w3.org/2005/Atom"}
FEED = "/feeds/cap/atom.xml"
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def notice(make_notice, incident):
    return make_notice(incident)


@pytest.fixture
def make_messages(notice):
    """make_messages(3, sent=…, status=…, of=notice): messages with nothing in them."""

    def make(count=1, sent=NOON, of=notice, **fields):
        start = CapMessage.objects.count()
        return CapMessage.objects.bulk_create(
            CapMessage(
                notice=of,
                identifier=f"FB-20261123-{number:03d}.1",
                sender="s",
                sent=sent,
                **{
                    "status": "Actual",
                    "msg_type": "Alert",
                    "headline": "停用",
                    "sha256": f"{number:064d}",
                    "xml": "<alert/>",
                    **fields,
                },
            )
            for number in range(start + 1, start + count + 1)
        )

    return make


def entries(response):
    return [node.text for node in etree.fromstring(response.content).findall("a:entry/a:id", ATOM)]


def feed_links(response):
    return {node.get("rel"): node.get("href") for node in etree.fromstring(response.content).findall("a:link", ATOM)}


def test_the_feed_links_to_messages(client, make_messages):
    make_messages()
    response = client.get(FEED)
    (link,) = etree.fromstring(response.content).findall("a:entry/a:link[@rel='alternate']", ATOM)
    assert link.attrib == {
        "rel": "alternate", "type": "application/cap+xml", "href": "http://127.0.0.1:8000/feeds/cap/FB-20261123-001.1.xml",
    }  # fmt: skip
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"


def test_a_message_is_what_was_sent(client, make_messages):
    make_messages(xml="<alert>为</alert>")
    response = client.get("/feeds/cap/FB-20261123-001.1.xml")
    assert response.content.decode() == "<alert>为</alert>"
    assert response["Content-Type"] == "application/cap+xml"


@needs_conformance
@pytest.mark.parametrize("count", [0, 1, 60])
def test_the_feed_is_valid_atom(client, make_messages, atom_schema, count):  # noqa: F811
    make_messages(count, headline="<script>", summary="停&用")
    atom_schema.assertValid(etree.fromstring(client.get(FEED).content))


@pytest.mark.parametrize("path", [FEED, "/feeds/cap/FB-20261123-001.1.xml"])
def test_answers_are_the_same_for_everybody(client, make_messages, path, commander):
    make_messages()
    plain = client.get(path)
    client.force_login(commander)
    other = client.get(path, headers={"Accept-Language": "en"})
    assert plain.content == other.content
    assert "Vary" not in plain
    assert "Content-Language" not in plain
    assert not other.cookies
    assert plain["Cache-Control"].startswith("public, max-age=")


@pytest.mark.parametrize("path", [FEED, "/feeds/cap/FB-20261123-001.1.xml"])
def test_nothing_is_sent_again_that_has_not_changed(client, make_messages, path):
    make_messages()
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(path, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    assert parsedate_to_datetime(first["Last-Modified"]) == NOON


@pytest.mark.parametrize("path", [FEED, "/feeds/cap/FB-20261123-001.1.xml"])
def test_heads_are_answered_and_nothing_else_is(client, make_messages, path):
    make_messages()
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


def test_a_new_message_changes_the_feed(client, make_messages):
    make_messages()
    first = client.get(FEED)
    make_messages(sent=NOON + timedelta(seconds=5))
    second = client.get(FEED, headers={"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]})
    assert len(entries(second)) == 2


def test_the_feed_is_as_old_as_its_newest_message(client, make_messages):
    make_messages(sent=NOON - timedelta(days=100))
    assert etree.fromstring(client.get(FEED).content).findtext("a:updated", namespaces=ATOM) == moment(
        NOON - timedelta(days=100)
    )


def test_messages_of_90_days(client, make_messages):
    make_messages(sent=NOON - timedelta(days=91))
    make_messages(sent=NOON - timedelta(days=89))
    assert entries(client.get(FEED)) == ["http://127.0.0.1:8000/feeds/cap/FB-20261123-002.1.xml"]


def test_old_messages_keep_their_address(client, make_messages):
    make_messages(sent=NOON - timedelta(days=400))
    assert client.get("/feeds/cap/FB-20261123-001.1.xml").status_code == 200


def test_pages_follow_each_other(client, make_messages):
    make_messages(120)
    pages = [client.get(f"{FEED}?page={number}") for number in (1, 2, 3)]
    assert [len(entries(page)) for page in pages] == [50, 50, 20]
    assert set(feed_links(pages[1])) == {"self", "first", "last", "previous", "next"}
    assert feed_links(pages[0])["next"].endswith("/atom.xml?page=2")


@pytest.mark.parametrize("count", [10, 50])
def test_the_feed_takes_few_queries(client, make_messages, django_assert_num_queries, count):
    make_messages(count)
    with django_assert_num_queries(2):
        client.get(FEED)


@pytest.mark.parametrize(
    ("region", "shown"), [("310101", True), ("310000", True), ("310104", False), ("320000", False), ("000000", True)]
)
def test_a_region_is_told_what_concerns_it(client, make_messages, region, shown):
    make_messages()
    assert bool(entries(client.get(f"{FEED}?region={region}"))) == shown


def test_a_region_is_told_what_concerns_everybody(client, make_messages, notice):
    Notice.objects.filter(pk=notice.pk).update(region=None)
    make_messages()
    assert entries(client.get(f"{FEED}?region=320000"))


@pytest.mark.parametrize("query", ["region=31", "region='", "page=0", "page=x", "page=-1", "page=999999", "page=٢"])
def test_nonsense_is_a_400(client, db, query):
    assert client.get(f"{FEED}?{query}").status_code == 400


@pytest.mark.parametrize("path", [f"{FEED}?page=2", "/feeds/cap/FB-1.xml"])
def test_what_is_not_there_is_a_plain_404(client, db, path):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (404, "text/plain; charset=utf-8")


def test_an_exercise_is_nowhere_in_public(client, make_messages, commander):
    make_messages(status="Exercise")
    client.force_login(commander)
    assert entries(client.get(FEED)) == []
    assert client.get("/feeds/cap/FB-20261123-001.1.xml").status_code == 404


def test_a_drills_message_is_not_public_whatever_it_says(client, make_messages, notice):
    Notice.objects.filter(pk=notice.pk).update(is_drill=True)
    make_messages(status="Actual")
    assert entries(client.get(FEED)) == []
    assert client.get("/feeds/cap/FB-20261123-001.1.xml").status_code == 404


def test_the_feed_of_nothing_has_a_date(client, db):
    updated = etree.fromstring(client.get(FEED).content).findtext("a:updated", namespaces=ATOM)
    assert datetime.fromisoformat(updated) == public.NEVER
