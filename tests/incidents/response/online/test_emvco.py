"""Merchant-presented codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.response.online import emvco
from incidents.response.online.emvco import BadPayload

#: the example of the specification
EXAMPLE = (
    "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT"
    "6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***0708A60086670902ME"
    "91320016A0112233449988770708123456786304A13A"
)
FIELDS = [
    ("00", "01"),
    ("31", "0012D15600000001030812345678"),
    ("52", "4900"),
    ("53", "156"),
    ("58", "CN"),
    ("59", "电力公司"),
    ("60", "上海"),
]


def reason(payload):
    with pytest.raises(BadPayload) as error:
        emvco.validate(payload)
    return error.value.reason


def with_checksum(body):
    return f"{body}6304{emvco.crc16((body + '6304').encode()):04X}"


def test_check_value():
    assert emvco.crc16(b"123456789") == 0x29B1


def test_the_example_of_the_specification_is_valid():
    assert dict(emvco.validate(EXAMPLE))["59"] == "BEST TRANSPORT"


def test_the_example_is_written_as_it_stands():
    assert emvco.encode(emvco.decode(EXAMPLE)) == EXAMPLE


def test_length_counts_characters_and_the_checksum_bytes():
    payload = emvco.encode(FIELDS)
    assert "5904电力公司" in payload
    assert payload[-4:] == f"{emvco.crc16(payload[:-4].encode()):04X}"


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("", "order"),
        (EXAMPLE[:-1], "form"),
        (EXAMPLE.replace("BEIJING", "NANJING"), "checksum"),
        (EXAMPLE[6:], "order"),
        (f"{EXAMPLE}5802CN", "order"),
        (with_checksum("00020100020152044900"), "repeated"),
        (with_checksum("000201520449005303156"), "missing"),
        (with_checksum("0002013103abc5204490053031565803CHN5901A6001B"), "length"),
        (with_checksum("0002015204490053031565802CN5901A6001B"), "missing"),
    ],
)
def test_what_is_wrong_is_named(payload, expected):
    assert reason(payload) == expected


def test_a_name_that_is_too_long_is_not_written():
    with pytest.raises(BadPayload, match="length 59"):
        emvco.encode([*FIELDS[:5], ("59", "x" * 26), FIELDS[6]])


@given(name=st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=25))
def test_whatever_was_written_is_read_back(name):
    fields = [*FIELDS[:5], ("59", name), FIELDS[6]]
    assert emvco.validate(emvco.encode(fields))[:-1] == fields
