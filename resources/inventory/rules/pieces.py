"""What a quantity that somebody wrote means. Pure."""

import re
import unicodedata

from django.utils.translation import gettext as _

from .stock import MAX_QUANTITY

_WHOLE = re.compile(r"([+-]?\d+)(?:\.0*)?")
_FRACTION = re.compile(r"[+-]?\d*\.\d+")


def read(text: str) -> int:
    """A whole number of pieces from 1 to a million. Full-width digits and grouping commas are welcome. Raises ValueError."""
    quantity = read_change(text)
    if quantity < 0:
        raise ValueError(_("数量不能小于 0，请填写大于 0 的整数。"))
    if quantity == 0:
        raise ValueError(_("数量不能为 0，请填写大于 0 的整数。"))
    return quantity


def read_limit(text: str) -> int:
    """A whole number of pieces from 0 to a million. Raises ValueError."""
    quantity = read_change(text)
    if quantity < 0:
        raise ValueError(_("数量不能小于 0。"))
    return quantity


def read_change(text: str) -> int:
    """A whole number of pieces up to a million, more or fewer. Raises ValueError."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace("−", "-").strip()
    whole = _WHOLE.fullmatch(plain)
    if whole is None:
        if _FRACTION.fullmatch(plain):
            raise ValueError(_("备件按整件登记，“%(value)s”不是整数。") % {"value": text[:20]})
        raise ValueError(_("“%(value)s”不是数字，请填写整数，例如 3。") % {"value": text[:20]})
    if len(whole[1]) > 12 or abs(int(whole[1])) > MAX_QUANTITY:
        raise ValueError(_("一次最多 %(limit)d 件，请核对数量。") % {"limit": MAX_QUANTITY})
    return int(whole[1])
