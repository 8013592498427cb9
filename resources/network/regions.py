"""The hierarchy in a GB/T 2260 code: two digits each for province, city and district. Pure."""

import re
from collections.abc import Iterable
from enum import IntEnum

WHOLE_COUNTRY = "000000"
_WELL_FORMED = re.compile(r"[1-8]\d(?:0000|(?!00)\d{2}(?:00|(?!00)\d{2}))")


class Level(IntEnum):
    COUNTRY = 0
    PROVINCE = 1
    CITY = 2
    DISTRICT = 3


def is_well_formed(code: str) -> bool:
    """Whether a code can name a province, city or district: "310101" can, "310001" (a district of no city) cannot."""
    return _WELL_FORMED.fullmatch(code) is not None


def level(code: str) -> Level:
    return Level(len(prefix_of(code)) // 2)


def prefix_of(code: str) -> str:
    """What all codes within a region begin with: prefix_of("310100") == "3101"; "" for the whole country."""
    for digits in (0, 2, 4):
        if code[digits:] == WHOLE_COUNTRY[digits:]:
            return code[:digits]
    return code


def parents(code: str) -> list[str]:
    """The regions above, the nearest first: parents("310101") == ["310100", "310000", "000000"]."""
    above = [code[:4] + "00", code[:2] + "0000", WHOLE_COUNTRY]
    return [parent for number, parent in enumerate(above) if parent != code and parent not in above[:number]]


def is_within(code: str, region: str) -> bool:
    """Whether a region lies in another one, or is it."""
    return code.startswith(prefix_of(region))


def outermost(codes: list[str]) -> list[str]:
    """The prefixes that cover all these regions, none of them within another: ["310101", "310000"] -> ["31"]."""
    found: list[str] = []
    for prefix in sorted({prefix_of(code) for code in codes}, key=len):
        if not prefix.startswith(tuple(found)):
            found.append(prefix)
    return sorted(found)


def name_of_scope(prefixes: Iterable[str]) -> str:
    """What is kept for those who see these prefixes is kept by this name: whoever sees everything ("") is not who sees nothing."""
    return ".".join(f"{prefix}*" for prefix in prefixes) or "nothing"
