"""Words that are put together."""

import pytest
from django.utils.translation import override

from emergency_ops.lib.wording import listed, sentences


@pytest.mark.parametrize(("language", "text"), [("zh-hans", "甲、乙"), ("en", "甲, 乙")])
def test_a_list_is_written_as_its_reader_writes_lists(language, text):
    with override(language):
        assert listed(["甲", "乙"]) == text


def test_a_list_of_nothing_is_empty():
    assert listed([]) == ""


@pytest.mark.parametrize(("language", "text"), [("zh-hans", "甲。乙。"), ("en", "甲。 乙。")])
def test_sentences_stand_apart_as_their_reader_writes_them(language, text):
    with override(language):
        assert sentences("甲。", "", "乙。") == text
