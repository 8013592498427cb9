"""Tokens of links that acknowledge."""

import pytest

from incidents.escalation.channels.links import digest_of, is_ours, make_token


def test_a_token_is_ours_and_short():
    token = make_token()
    assert is_ours(token)
    assert len(token) == 24


def test_no_two_are_alike():
    assert make_token() != make_token()


@pytest.mark.parametrize("token", ["", "A" * 24, "é" * 24, "A" * 23 + "!", "A" * 2000])
def test_a_guess_is_not_ours(token):
    assert not is_ours(token)


def test_one_changed_character_is_enough():
    token = make_token()
    assert not is_ours(token[:-1] + ("A" if token[-1] != "A" else "B"))


def test_a_token_from_before_the_key_changed_is_still_ours(settings):
    token = make_token()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert is_ours(token)


def test_what_is_stored_does_not_tell_the_token():
    token = make_token()
    assert token not in digest_of(token)
