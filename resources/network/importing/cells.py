"""What the cells of sites and terminals mean besides what lib.sheets.cells reads. Every reader raises ValueError with a sentence."""

from functools import lru_cache

from django.utils.translation import gettext as _

from emergency_ops.lib.sheets.cells import parts, text
from emergency_ops.lib.wording import listed
from resources.network import hours
from resources.network.choices import PaymentMethod, TerminalStatus
from resources.network.regions import is_well_formed

MAX_LIST = 20
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


@lru_cache(maxsize=8192)
def region(value: str) -> str:
    if not is_well_formed(value):
        raise ValueError(_("区划代码是六位数字，例如 310101。"))
    return value


@lru_cache(maxsize=4096)
def opening_hours(value: str) -> str:
    hours.parse(value)
    return text(value, 200)


@lru_cache(maxsize=4096)
def methods(value: str) -> list[str]:
    """Codes or Chinese names, separated by | 、 , ; or /. In the order of PaymentMethod, each once."""
    found = set()
    for part in parts(value):
        key = part.lower().replace(" ", "")
        if key not in METHODS:
            raise ValueError(
                _("不认识的支付方式“%(name)s”，可用：%(known)s。")
                % {"name": part[:40], "known": listed(str(method.label) for method in PaymentMethod)}
            )
        found.add(METHODS[key])
    return [method.value for method in PaymentMethod if method.value in found]


@lru_cache(maxsize=4096)
def services(value: str) -> list[str]:
    """Names of services, separated like payment methods, each once."""
    found = [text(part, 40) for part in parts(value)]
    if len(found) > MAX_LIST:
        raise ValueError(_("最多 %(limit)d 项业务。") % {"limit": MAX_LIST})
    return found


def status(value: str) -> str:
    found = STATUSES.get(value.lower().replace(" ", ""))
    if found is None:
        raise ValueError(
            _("不认识的状态“%(name)s”，可用：%(known)s。")
            % {"name": value[:40], "known": listed(str(one.label) for one in TerminalStatus)}
        )
    return found
