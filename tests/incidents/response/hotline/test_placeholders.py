import pytest

from incidents.response.hotline.placeholders import filled, unknown


def test_known_ones_are_filled(settings):
    settings.HOTLINE = "95598"
    assert filled("拨打 {hotline}（{status}）") == f"拨打 95598（{settings.SITE_URL}/status/）"


@pytest.mark.parametrize("text", ["{", "}", "}{", "{hotline", "没有"])
def test_a_single_brace_is_text(text):
    assert unknown(text) == []
    assert filled(text) == text


@pytest.mark.parametrize(
    ("text", "wrong"), [("{}", [""]), ("{Hotline}", ["Hotline"]), ("{ hotline}", [" hotline"]), ("{{hotline}}", [])]
)
def test_what_is_not_known_is_named(text, wrong):
    assert unknown("{hotline}", text, text) == wrong


def test_what_is_filled_in_is_not_filled_again(settings):
    settings.ORGANISATION_NAME = "{hotline}"
    assert filled("{organisation}") == "{hotline}"
