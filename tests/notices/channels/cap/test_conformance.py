"""Against the published schemas, where they are at hand. Our own rules agree with them on the samples."""

import copy

import pytest
import rnc2rng
from hypothesis import given, settings
from hypothesis import strategies as st
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


FULL = written(EARLIER, kind="update", is_drill=True, words={"zh-hans": WORDS, "en": ENGLISH}, ground=POINTS)
TEXTS = [
    "",
    " ",
    "Actual",
    "1",
    "-1",
    "2026-01-05T09:30:00+08:00",
    "2026-01-05T24:00:00+08:00",
    "2026-01-05T09:30:00Z",
    "a b",
    "zh-CN",
    "31,121 0.3",
]


@settings(max_examples=300)
@given(
    st.lists(
        st.tuples(st.sampled_from(["drop", "double", "move", "text"]), st.integers(0), st.sampled_from(TEXTS)),
        min_size=1,
        max_size=3,
    )
)
def test_what_our_rules_accept_is_valid(schema, changes):
    """However a message is damaged: what the schema refuses, our rules refuse as well."""
    root = etree.fromstring(FULL)
    for change, number, text in changes:
        damage(root, change, number, text)
    document = etree.tostring(root)
    if not rules.errors(reading.parsed(document)):
        schema.assertValid(etree.fromstring(document))


def damage(root, change, number, text):
    nodes = [node for node in root.iter() if node is not root]
    if not nodes:
        return
    node = nodes[number % len(nodes)]
    parent = node.getparent()
    if change == "drop":
        parent.remove(node)
    elif change == "double":
        node.addnext(copy.deepcopy(node))
    elif change == "move":
        parent.append(node)
    else:
        node.text = text
