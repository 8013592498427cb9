"""EMVCo merchant-presented codes: tag, length, value. Written from data that the acquirer issued, never made up here. Pure.

Two digits of id, two digits of length in characters, the value. The last one is 63, a CRC-16 over all that stands before its
value. Without 54 (the amount) the payer enters it.
"""

from collections.abc import Iterable, Sequence
from typing import Final

PAYLOAD_FORMAT: Final = "00"
CATEGORY: Final = "52"
CURRENCY: Final = "53"
COUNTRY: Final = "58"
NAME: Final = "59"
CITY: Final = "60"
CHECKSUM: Final = "63"
YUAN: Final = "156"
ACCOUNTS: Final = tuple(f"{number:02d}" for number in range(2, 52))
#: ids that must be there, with the length that each must have
_FIXED: Final = {CATEGORY: 4, CURRENCY: 3, COUNTRY: 2}
#: ids that must be there, with the most that each may have
_MOST: Final = {NAME: 25, CITY: 15}


class BadPayload(ValueError):
    """Not a merchant-presented code; `reason` is a code for programs: form, order, repeated, checksum, missing or length."""

    def __init__(self, reason: str, id: str = "") -> None:
        self.reason = reason
        self.id = id
        super().__init__(f"{reason} {id}".strip())


def crc16(data: bytes) -> int:
    """CRC-16 with polynomial 1021 and start FFFF ("123456789" gives 29B1)."""
    value = 0xFFFF
    for byte in data:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return value


def encode(fields: Iterable[tuple[str, str]]) -> str:
    """The payload of these data objects with its checksum. Raises BadPayload where they are no complete code."""
    objects = [(id, value) for id, value in fields if id != CHECKSUM]
    body = "".join(_object(id, value) for id, value in objects) + f"{CHECKSUM}04"
    payload = f"{body}{crc16(body.encode()):04X}"
    validate(payload)
    return payload


def decode(payload: str) -> list[tuple[str, str]]:
    """The data objects in their order, templates unopened. Raises BadPayload("form")."""
    found, at = [], 0
    while at < len(payload):
        head = payload[at : at + 4]
        if len(head) < 4 or not (head.isascii() and head.isdecimal()):
            raise BadPayload("form")
        length = int(head[2:])
        value = payload[at + 4 : at + 4 + length]
        if not length or len(value) < length:
            raise BadPayload("form", head[:2])
        found.append((head[:2], value))
        at += 4 + length
    return found


def validate(payload: str) -> list[tuple[str, str]]:
    """The data objects of a payload that is complete and whose checksum is right. Raises BadPayload."""
    objects = decode(payload)
    if not objects or objects[0] != (PAYLOAD_FORMAT, "01") or objects[-1][0] != CHECKSUM:
        raise BadPayload("order")
    if len({id for id, _ in objects}) < len(objects):
        raise BadPayload("repeated")
    if objects[-1][1] != f"{crc16(payload[:-4].encode()):04X}":
        raise BadPayload("checksum")
    _check_required(objects)
    return objects


def _check_required(objects: Sequence[tuple[str, str]]) -> None:
    values = dict(objects)
    for id in (*_FIXED, *_MOST):
        if id not in values:
            raise BadPayload("missing", id)
    if values.keys().isdisjoint(ACCOUNTS):
        raise BadPayload("missing", ACCOUNTS[0])
    for id, length in _FIXED.items():
        if len(values[id]) != length:
            raise BadPayload("length", id)
    for id, most in _MOST.items():
        if len(values[id]) > most:
            raise BadPayload("length", id)


def _object(id: str, value: str) -> str:
    if len(id) != 2 or not (id.isascii() and id.isdecimal()):
        raise BadPayload("form", id)
    if not 1 <= len(value) <= 99:
        raise BadPayload("length", id)
    return f"{id}{len(value):02d}{value}"
