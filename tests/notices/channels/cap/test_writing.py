"""The XML: the same for the same alert, and whatever stands in a field is text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.channels.cap import building, reading, rules, writing
from notices.channels.cap.areas import Ground
from notices.content.told import SiteTold, Words
from tests.conftest import NOON
from tests.notices.channels.cap.messages import EARLIER, envelope, told, tree, values, written

anything = st.text(st.characters() | st.sampled_from("<>&\"'\r\n\t\x00\x0b\x85\ud800\ufffe]"), max_size=60)


def test_the_same_alert_gives_the_same_bytes():
    assert written() == written()


def test_times_have_an_offset_and_no_fractions():
    alert = building.issued(told(), Ground(), envelope(sent=NOON.replace(microsecond=5)))
    assert values(writing.xml(alert), "sent") == ["2026-11-23T12:00:00+08:00"]


def test_markup_ends_as_text():
    words = Words(**dict.fromkeys(Words.__slots__, "<script>alert(1)</script>]]>&amp;"))
    assert values(written(words={"zh-hans": words}), "info/headline") == ["<script>alert(1)</script>]]>&amp;"]


def test_control_characters_are_dropped():
    assert writing.text("a\x00b\x0bc\ud800d\ufffee") == "abcde"


@given(
    st.lists(anything, min_size=8, max_size=8),
    anything,
    anything,
    st.sampled_from(["alert", "update", "all_clear", "maintenance"]),
)
def test_any_text_in_any_field_is_a_valid_message_that_says_it(texts, name, organisation, kind):
    words = Words(*texts)
    site = SiteTold("x", name, "310101", 1)
    document = written(
        EARLIER, kind=kind, words={"zh-hans": words, "en": words}, organisation=organisation, sites=(site,)
    )
    assert rules.errors(reading.parsed(document)) == []
    assert (values(document, "info/headline") or [""])[0] == writing.line(words.title)
    assert writing.line(name) in values(document, "info/area/areaDesc")[0]


@given(anything, st.booleans(), st.booleans())
def test_a_cancel_of_any_text_is_valid(text, drill, replaced):
    words = Words(**dict.fromkeys(Words.__slots__, text))
    notice = told(is_drill=drill, words={"zh-hans": words, "en": words}, incident=text)
    document = writing.xml(building.cancelled(notice, Ground(), envelope(EARLIER), is_replaced=replaced))
    assert rules.errors(reading.parsed(document)) == []


@pytest.mark.parametrize("kind", ["alert", "maintenance", "update", "all_clear"])
def test_a_plain_message_leaves_nothing_to_be_desired(kind):
    assert rules.check(tree(written(EARLIER, kind=kind))) == []
