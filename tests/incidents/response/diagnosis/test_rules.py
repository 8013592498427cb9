"""What a command carries and what is kept of its answer."""

from datetime import UTC, datetime

from incidents.response.diagnosis import rules

ENVELOPE = {"id": "7", "terminal": "310101-0001-01", "kind": "show_text", "params": {"text": "请到窗口"}}


def test_a_signature_covers_every_field():
    signed = {**ENVELOPE, "signature": rules.signature(ENVELOPE, "secret")}
    assert rules.is_genuine(signed, "secret")
    assert not rules.is_genuine({**signed, "params": {"text": "别处"}}, "secret")
    assert not rules.is_genuine(signed, "other")


def test_what_is_signed_is_plain_json_with_sorted_keys():
    assert rules.signed_text({"b": "缴", "a": 1, "signature": "x"}) == '{"a":1,"b":"缴"}'.encode()


def test_a_known_signature():
    assert rules.signature(ENVELOPE, "secret") == "1699f64b9cc48e7b6d7faa7ab46d93452ab74d50f6523c2e487f6d5d0f50cb36"


def test_account_numbers_are_masked_and_control_characters_gone():
    assert rules.kept_output("户号 13812345678\x1b[0m ok 42") == "户号 13*******78[0m ok 42"


def test_a_long_answer_is_cut():
    assert len(rules.kept_output("a" * 50_000)) == rules.LONGEST_OUTPUT


def test_a_screens_content_travels_without_what_is_not_known():
    until = datetime(2026, 11, 23, 4, tzinfo=UTC)
    assert rules.ScreenContent("停", until, "FB-1").params() == {
        "text": "停", "until": "2026-11-23T12:00:00+08:00", "notice": "FB-1",
    }  # fmt: skip
    assert rules.ScreenContent("").params() == {"text": ""}


def test_a_line_holds_no_control_characters():
    assert rules.one_line(" 请\x07到\n\u202e窗口 ") == "请到 窗口"
