"""What a cell's text means. Every reader raises ValueError with a translated sentence. Pure."""

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from emergency_ops.lib.clock import SHANGHAI
from emergency_ops.lib.wording import listed

C = TypeVar("C", bound=TextChoices)

_CODE = re.compile(r"[\w.\-:]+")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?e\+\d+", re.IGNORECASE)
_LIST = re.compile(r"[|,;/、，；｜]+")
_DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
FORMULA_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_YES = frozenset({"是", "有", "y", "yes", "true", "1", "√", "✓"})
_NO = frozenset({"否", "无", "n", "no", "false", "0", "×", "x"})


def text(value: str, limit: int) -> str:
    if len(value) > limit:
        raise ValueError(_("最多 %(limit)d 个字，这里有 %(length)d 个。") % {"limit": limit, "length": len(value)})
    if _CONTROL.search(value):
        raise ValueError(_("含有看不见的控制字符，请重新输入这一格。"))
    if value in FORMULA_ERRORS:
        raise ValueError(_("这是 Excel 的公式错误值，请修正公式后再导入。"))
    return value


def code(value: str, limit: int) -> str:
    """A number of something. It stands in addresses, so it has no spaces and no slashes."""
    if _SCIENTIFIC.fullmatch(value):
        raise ValueError(_("编号被 Excel 变成了科学计数法，请把这一列设为文本后重新填写。"))
    if not _CODE.fullmatch(value):
        raise ValueError(_("编号只能由文字、数字和 - _ . : 组成。"))
    return text(value, limit)


def number(value: str, low: float, high: float) -> float:
    """A finite number between two bounds; grouping commas and full-width digits are welcome."""
    try:
        found = float(unicodedata.normalize("NFKC", value).replace(",", ""))
    except ValueError:
        raise ValueError(_("“%(value)s”不是数字。") % {"value": value[:40]}) from None
    if not math.isfinite(found) or not low <= found <= high:
        raise ValueError(_("应在 %(low)g 到 %(high)g 之间。") % {"low": low, "high": high})
    return found


def whole(value: str, high: int, low: int = 0) -> int:
    """A number of pieces, of people, of minutes: without a fraction."""
    found = number(value, low, high)
    if not found.is_integer():
        raise ValueError(_("应是整数。"))
    return int(found)


def share(value: str) -> float:
    """0.35 or 35%."""
    plain = unicodedata.normalize("NFKC", value)
    if plain.endswith("%"):
        return round(number(plain[:-1], 0, 100) / 100, 6)
    return number(plain, 0, 1)


@lru_cache(maxsize=4096)
def day(value: str) -> date:
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", value).removesuffix(" 00:00:00"))
    try:
        return date(*map(int, found.groups())) if found else _no_day(value)
    except ValueError:
        return _no_day(value)


def moment(value: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """A date with a time of day, "2026-11-23 08:30", in local time; a date alone is its midnight."""
    plain = unicodedata.normalize("NFKC", value).replace("T", " ").strip()
    head, _space, tail = plain.partition(" ")
    return datetime.combine(day(head), time_of_day(tail) if tail.strip() else time(), tzinfo=zone)


def time_of_day(value: str) -> time:
    """08:30; seconds are left out."""
    found = _TIME.fullmatch(unicodedata.normalize("NFKC", value).strip())
    try:
        return time(int(found[1]), int(found[2])) if found else _no_time(value)
    except ValueError:
        return _no_time(value)


def yes_no(value: str) -> bool:
    key = unicodedata.normalize("NFKC", value).strip().lower()
    if key in _YES or key in _NO:
        return key in _YES
    raise ValueError(_("“%(value)s”应填“是”或“否”。") % {"value": value[:40]})


def choice(value: str, choices: type[C], aliases: Mapping[str, C] | None = None) -> C:
    """A member of the choices by its value, its label or another name of `aliases` (compared without case and spaces)."""
    key = _plain(value)
    for member in choices:
        if key in (_plain(member.value), _plain(str(member.label))):
            return member
    for name, member in (aliases or {}).items():
        if key == _plain(name):
            return member
    known = listed(str(member.label) for member in choices)
    raise ValueError(_("不认识“%(name)s”，可用：%(known)s。") % {"name": value[:40], "known": known})


def parts(value: str) -> list[str]:
    """What is listed in one cell, separated by | 、 , ; or /, each once."""
    return list(dict.fromkeys(part.strip() for part in _LIST.split(value) if part.strip()))


def _plain(text: str) -> str:
    return re.sub(r"[\s_\-]", "", unicodedata.normalize("NFKC", text)).lower()


def _no_time(value: str) -> time:
    raise ValueError(_("“%(value)s”不是时间，请写成 08:30。") % {"value": value[:40]})


def _no_day(value: str) -> date:
    raise ValueError(_("“%(value)s”不是日期，请写成 2026-11-23。") % {"value": value[:40]})
