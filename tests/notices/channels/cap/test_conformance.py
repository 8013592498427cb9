"""Against the published schemas, where they are at hand. Our own rules agree with them on the samples."""

import pytest
import rnc2rng
from hypothesis import given
from lxml import etree

from notices.channels.cap import atom, building, reading, rules, writing
from notices.channels.cap.areas import Ground
from notices.content.told import Words
from tests.conftest import NOON
from tests.notices.channels.cap.messages import (
    CONFORMANCE,
    EARLIER,
    ENGLISH,
    WORDS,
    envelope,
    needs_conformance,
    told,
    written,
)
from tests.notices.channels.cap.test_writing import anything

pytestmark = needs_conformance
POINTS = Ground({"310101": "黄浦区"}, {"310101-0001": (31.23041, 121.47370)}, "wechat")


@pytest.fixture(scope="module", params=["cap12.xsd", "cap12_extended.xsd"])
def schema(request):
    return etree.XMLSchema(etree.parse(CONFORMANCE / "schema" / request.param))


@pytest.fixture(scope="module")
def atom_schema():
    """The file is RELAX NG in compact syntax; its empty namespace prefix is legal there and not in XML."""
    grammar = rnc2rng.dumps(rnc2rng.loads((CONFORMANCE / "schema" / "atom_rfc4287.rng").read_text()))
    return etree.RelaxNG(etree.fromstring(grammar.replace(' xmlns:local=""', "").encode()))


@pytest.mark.parametrize("kind", ["alert", "update", "all_clear", "maintenance"])
@pytest.mark.parametrize("drill", [False, True])
def test_messages_are_valid(schema, kind, drill):
    words = {"zh-hans": WORDS, "en": ENGLISH}
    schema.assertValid(etree.fromstring(written(EARLIER, kind=kind, is_drill=drill, words=words, ground=POINTS)))


@pytest.mark.parametrize("drill", [False, True])
def test_a_cancel_is_valid(schema, drill):
    schema.assertValid(
        etree.fromstring(writing.xml(building.cancelled(told(is_drill=drill), POINTS, envelope(EARLIER))))
    )


@given(anything)
def test_any_text_is_valid(schema, text):
    words = {"zh-hans": Words(**dict.fromkeys(Words.__slots__, text))}
    schema.assertValid(etree.fromstring(written(EARLIER, kind="update", words=words, organisation=text)))


def test_the_feed_is_valid(atom_schema):
    entry = atom.Entry("https://a.cn/1.xml", "https://a.cn/1", "<b>标题", "说明\x00", "Alert", NOON)
    feed = atom.Feed(
        "https://a.cn/", "公告", "中心", NOON, {"self": "https://a.cn/", "next": "https://a.cn/?page=2"}, [entry]
    )
    atom_schema.assertValid(etree.fromstring(atom.xml(feed)))


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_our_rules_accept_what_is_valid(number):
    assert rules.errors(reading.parsed((CONFORMANCE / "valid" / f"example{number}.xml").read_bytes())) == []


def test_our_rules_refuse_what_is_invalid():
    found = rules.errors(reading.parsed((CONFORMANCE / "invalid" / "invalid.cap").read_bytes()))
    assert [finding.where for finding in found] == ["scope"]
