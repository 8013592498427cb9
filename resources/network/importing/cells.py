"""What a cell's text means. Every reader raises ValueError with a translated sentence. Pure."""

import math
import re
import unicodedata
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from resources.network import hours
from resources.network.choices import PaymentMethod, TerminalStatus
from resources.network.regions import is_well_formed

MAX_LIST = 20
_CODE = re.compile(r"[\w.\-:]+")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?e\+\d+", re.IGNORECASE)
_LIST = re.compile(r"[|,;/、，；｜]+")
_DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
FORMULA_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

METHODS = {
    **{method.value: method.value for method in PaymentMethod},
    **dict.fromkeys(("微信", "微信支付", "wechatpay", "weixin"), PaymentMethod.WECHAT.value),
    **dict.fromkeys(("支付宝", "支付宝支付"), PaymentMethod.ALIPAY.value),
    **dict.fromkeys(("银行卡", "刷卡", "银联", "bankcard", "card"), PaymentMethod.BANK_CARD.value),
    **dict.fromkeys(("现金", "纸币"), PaymentMethod.CASH.value),
}
STATUSES = {
    **{status.value: status.value for status in TerminalStatus},
    **dict.fromkeys(("投用", "在用", "正常", "运行", "inservice"), TerminalStatus.IN_SERVICE.value),
    **dict.fromkeys(("备用", "备机"), TerminalStatus.STANDBY.value),
    **dict.fromkeys(("维护中", "维护", "检修", "维修"), TerminalStatus.MAINTENANCE.value),
    **dict.fromkeys(("已报废", "报废", "停用", "退役"), TerminalStatus.RETIRED.value),
}


def text(value: str, limit: int) -> str:
    if len(value) > limit:
        raise ValueError(_("最多 %(limit)d 个字，这里有 %(length)d 个。") % {"limit": limit, "length": len(value)})
    if _CONTROL.search(value):
        raise ValueError(_("含有看不见的控制字符，请重新输入这一格。"))
    if value in FORMULA_ERRORS:
        raise ValueError(_("这是 Excel 的公式错误值，请修正公式后再导入。"))
    return value


def code(value: str, limit: int) -> str:
    """A site's or terminal's number. It stands in addresses, so it has no spaces and no slashes."""
    if _SCIENTIFIC.fullmatch(value):
        raise ValueError(_("编号被 Excel 变成了科学计数法，请把这一列设为文本后重新填写。"))
    if not _CODE.fullmatch(value):
        raise ValueError(_("编号只能由文字、数字和 - _ . : 组成。"))
    return text(value, limit)


@lru_cache(maxsize=8192)
def region(value: str) -> str:
    if not is_well_formed(value):
        raise ValueError(_("区划代码是六位数字，例如 310101。"))
    return value


@lru_cache(maxsize=4096)
def opening_hours(value: str) -> str:
    hours.parse(value)
    return text(value, 200)


def number(value: str, low: float, high: float) -> float:
    """A finite number between two bounds; grouping commas and full-width digits are welcome."""
    try:
        found = float(unicodedata.normalize("NFKC", value).replace(",", ""))
    except ValueError:
        raise ValueError(_("“%(value)s”不是数字。") % {"value": value[:40]}) from None
    if not math.isfinite(found) or not low <= found <= high:
        raise ValueError(_("应在 %(low)g 到 %(high)g 之间。") % {"low": low, "high": high})
    return found


def whole(value: str, high: int) -> int:
    found = number(value, 0, high)
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
def methods(value: str) -> list[str]:
    """Codes or Chinese names, separated by | 、 , ; or /. In the order of PaymentMethod, each once."""
    found = set()
    for part in _parts(value):
        key = part.lower().replace(" ", "")
        if key not in METHODS:
            raise ValueError(
                _("不认识的支付方式“%(name)s”，可用：%(known)s。")
                % {"name": part[:40], "known": "、".join(str(method.label) for method in PaymentMethod)}
            )
        found.add(METHODS[key])
    return [method.value for method in PaymentMethod if method.value in found]


@lru_cache(maxsize=4096)
def services(value: str) -> list[str]:
    """Names of services, separated like payment methods, each once."""
    parts = list(dict.fromkeys(text(part, 40) for part in _parts(value)))
    if len(parts) > MAX_LIST:
        raise ValueError(_("最多 %(limit)d 项业务。") % {"limit": MAX_LIST})
    return parts


def status(value: str) -> str:
    found = STATUSES.get(value.lower().replace(" ", ""))
    if found is None:
        raise ValueError(
            _("不认识的状态“%(name)s”，可用：%(known)s。")
            % {"name": value[:40], "known": "、".join(str(one.label) for one in TerminalStatus)}
        )
    return found


@lru_cache(maxsize=4096)
def day(value: str) -> date:
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", value).removesuffix(" 00:00:00"))
    try:
        return date(*map(int, found.groups())) if found else _no_day(value)
    except ValueError:
        return _no_day(value)


def _no_day(value: str) -> date:
    raise ValueError(_("“%(value)s”不是日期，请写成 2026-11-23。") % {"value": value[:40]})


def _parts(value: str) -> list[str]:
    return [part.strip() for part in _LIST.split(value) if part.strip()]
