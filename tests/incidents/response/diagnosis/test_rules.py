"""What a command carries and what is kept of its answer."""

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
