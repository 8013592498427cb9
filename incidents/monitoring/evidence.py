"""Evidence in words: a code and its parameters, as a warning stores them, become a sentence in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy, ngettext_lazy

from emergency_ops.lib.facts import told
from emergency_ops.lib.wording import listed
from resources.network.choices import PaymentMethod

from .choices import Device

# Each takes the parameters that detection gives it; places are named by their codes, sites by their names.
_SENTENCES: Final[Mapping[str, Any]] = {
    "silence.terminal": gettext_lazy("设备 %(key)s 已静默 %(minutes)d 分钟"),
    "silence.site": ngettext_lazy(
        "网点“%(site)s”的 %(total)d 台设备中 %(silent)d 台已静默 %(minutes)d 分钟",
        "网点“%(site)s”的 %(total)d 台设备中 %(silent)d 台已静默 %(minutes)d 分钟",
        "total",
    ),
    "silence.line": ngettext_lazy(
        "线路 %(key)s 上 %(total)d 台设备中 %(silent)d 台已静默 %(minutes)d 分钟",
        "线路 %(key)s 上 %(total)d 台设备中 %(silent)d 台已静默 %(minutes)d 分钟",
        "total",
    ),
    "silence.version": gettext_lazy("区域/版本 %(key)s 的 %(total)d 台设备中 %(silent)d 台已静默 %(minutes)d 分钟"),
    "silence.region": gettext_lazy("区域 %(key)s 的 %(total)d 台设备中 %(silent)d 台已静默 %(minutes)d 分钟"),
    "silence.release": gettext_lazy("软件版本 %(key)s 的 %(total)d 台设备中 %(silent)d 台已静默 %(minutes)d 分钟"),
    "silence.network": gettext_lazy("全网 %(total)d 台设备中 %(silent)d 台已静默 %(minutes)d 分钟"),
    "fault.terminal": gettext_lazy("设备 %(key)s 报告：%(faults)s"),
    "fault.site": ngettext_lazy(
        "网点“%(site)s”的 %(total)d 台设备中 %(showing)d 台报告：%(faults)s",
        "网点“%(site)s”的 %(total)d 台设备中 %(showing)d 台报告：%(faults)s",
        "total",
    ),
    "fault.line": ngettext_lazy(
        "线路 %(key)s 上 %(total)d 台设备中 %(showing)d 台报告：%(faults)s",
        "线路 %(key)s 上 %(total)d 台设备中 %(showing)d 台报告：%(faults)s",
        "total",
    ),
    "fault.version": gettext_lazy("区域/版本 %(key)s 的 %(total)d 台设备中 %(showing)d 台报告：%(faults)s"),
    "fault.region": gettext_lazy("区域 %(key)s 的 %(total)d 台设备中 %(showing)d 台报告：%(faults)s"),
    "fault.release": gettext_lazy("软件版本 %(key)s 的 %(total)d 台设备中 %(showing)d 台报告：%(faults)s"),
    "fault.network": gettext_lazy("全网 %(total)d 台设备中 %(showing)d 台报告：%(faults)s"),
    "failures.terminal": gettext_lazy(
        "设备 %(key)s 近 %(minutes)d 分钟 %(tried)d 笔支付失败 %(failed)d 笔（%(percent)s）"
    ),
    "failures.site": gettext_lazy(
        "网点“%(site)s”近 %(minutes)d 分钟 %(tried)d 笔支付失败 %(failed)d 笔（%(percent)s）"
    ),
    "failures.line": gettext_lazy("线路 %(key)s 近 %(minutes)d 分钟 %(tried)d 笔支付失败 %(failed)d 笔（%(percent)s）"),
    "failures.version": gettext_lazy(
        "区域/版本 %(key)s 近 %(minutes)d 分钟 %(tried)d 笔支付失败 %(failed)d 笔（%(percent)s）"
    ),
    "failures.region": gettext_lazy(
        "区域 %(key)s 近 %(minutes)d 分钟 %(tried)d 笔支付失败 %(failed)d 笔（%(percent)s）"
    ),
    "failures.release": gettext_lazy(
        "软件版本 %(key)s 近 %(minutes)d 分钟 %(tried)d 笔支付失败 %(failed)d 笔（%(percent)s）"
    ),
    "failures.network": gettext_lazy("全网近 %(minutes)d 分钟 %(tried)d 笔支付失败 %(failed)d 笔（%(percent)s）"),
    "patrol.terminal": gettext_lazy("巡检发现：网点“%(site)s”的设备 %(key)s：%(faults)s"),
    "patrol.site": gettext_lazy("巡检发现：网点“%(site)s”的 %(showing)d 台设备：%(faults)s"),
    "patrol.wide": gettext_lazy("巡检发现：%(sites)d 个网点的 %(showing)d 台设备：%(faults)s"),
    "hotline.terminal": gettext_lazy("热线反映：网点“%(site)s”的设备 %(key)s：%(faults)s"),
    "hotline.site": gettext_lazy("热线反映：网点“%(site)s”的 %(showing)d 台设备：%(faults)s"),
    "hotline.wide": gettext_lazy("热线反映：%(sites)d 个网点的 %(showing)d 台设备：%(faults)s"),
    "external.terminal": gettext_lazy("外部告警：网点“%(site)s”的设备 %(key)s：%(faults)s"),
    "external.site": gettext_lazy("外部告警：网点“%(site)s”的 %(showing)d 台设备：%(faults)s"),
    "external.wide": gettext_lazy("外部告警：%(sites)d 个网点的 %(showing)d 台设备：%(faults)s"),
    "merged": gettext_lazy("已并入预警 %(into)d"),
}
_WITH_METHOD: Final = gettext_lazy("%(method)s：%(sentence)s")
_WITH_TITLE: Final = gettext_lazy("%(sentence)s（%(title)s）")

FAULTS: Final[Mapping[str, Any]] = {
    "SCAN_INOP": gettext_lazy("扫码头不可用"),
    "CARD_JAM": gettext_lazy("读卡器卡卡"),
    "CARD_INOP": gettext_lazy("读卡器不可用"),
    "CASH_STOP": gettext_lazy("纸币器停用"),
    "CASH_JAM": gettext_lazy("纸币器卡钞"),
    "COIN_JAM": gettext_lazy("投币器卡币"),
    "BOX_HIGH": gettext_lazy("钱箱将满"),
    "BOX_FULL": gettext_lazy("钱箱已满"),
    "BOX_MISSING": gettext_lazy("钱箱缺失"),
    "BOX_TAMPER": gettext_lazy("钱箱被撬动"),
    "PAPER_LOW": gettext_lazy("纸将用完"),
    "PAPER_OUT": gettext_lazy("缺纸"),
    "PRT_JAM": gettext_lazy("打印机卡纸"),
    "PRT_INOP": gettext_lazy("打印机不可用"),
    "SCREEN_BROKEN": gettext_lazy("屏幕破损"),
    "TOUCH_FAIL": gettext_lazy("触摸失灵"),
    "BOARD_FAIL": gettext_lazy("主控板故障"),
    "BOARD_MISSING": gettext_lazy("主控板缺失"),
    "MAINS_LOST": gettext_lazy("市电中断"),
    "UPS_LOW": gettext_lazy("UPS 电量低"),
    "UPS_EMPTY": gettext_lazy("UPS 电量耗尽"),
    "PSU_FAIL": gettext_lazy("电源模块故障"),
    "DOOR_OPEN": gettext_lazy("柜门未关"),
    "DOOR_TAMPER": gettext_lazy("柜门被撬"),
    "NET_DOWN": gettext_lazy("网络中断"),
    "NET_FLAP": gettext_lazy("网络时断时续"),
    "APP_DOWN": gettext_lazy("缴费程序停止"),
    "PAYCH_DOWN": gettext_lazy("支付通道中断"),
    "DB_DOWN": gettext_lazy("数据库停止"),
    "FAIL_RATE": gettext_lazy("失败率过高"),
    "BALANCE_WRONG": gettext_lazy("余额显示错误"),
    "RECORD_WRONG": gettext_lazy("缴费记录错误"),
    "PARAM_WRONG": gettext_lazy("参数设置错误"),
    "RECORD_DELETED": gettext_lazy("账户或业务被误删"),
    "INTRUSION": gettext_lazy("系统被入侵"),
    "network:down": gettext_lazy("网络中断"),
    "silence": gettext_lazy("无响应"),
    "failures": gettext_lazy("支付失败"),
    "fault": gettext_lazy("设备故障"),
    "notice:missing": gettext_lazy("公告缺失或过期"),
    "qr:covered": gettext_lazy("收款码被覆盖"),
    "external:alert": gettext_lazy("其他系统的告警"),
}


def sentence(evidence: Mapping[str, Any]) -> str:
    """The evidence of a warning in words; empty where there is none. A code that is not known is shown as it is."""
    code = evidence.get("code", "")
    if not code:
        return ""
    params = dict(evidence.get("params", {}))
    template = _SENTENCES.get(code)
    if template is None:
        return str(code)
    text = told(template, _shown(params))
    if params.get("method"):
        text = str(_WITH_METHOD) % {"method": method_name(params["method"]), "sentence": text}
    return str(_WITH_TITLE) % {"title": params["title"], "sentence": text} if params.get("title") else text


def fault_name(code: str) -> str:
    """A fault code, a device state or "part:state" in words; itself where it is not known."""
    if code in FAULTS:
        return str(FAULTS[code])
    return str(Device(code).label) if code in Device.values else code


def method_name(method: str) -> str:
    """A payment method in words; its code where it is not known."""
    return str(PaymentMethod(method).label) if method in PaymentMethod.values else method


def _shown(params: dict[str, Any]) -> dict[str, Any]:
    if "seconds" in params:
        params["minutes"] = max(1, round(params["seconds"] / 60))
    if "tried" in params:
        params["percent"] = f"{100 * params['failed'] / max(1, params['tried']):.0f}%"
    if "codes" in params:
        params["faults"] = _listed(params["codes"])
    params.setdefault("site", params.get("key", ""))
    return params


def _listed(codes: Sequence[str]) -> str:
    return listed(fault_name(code) for code in codes)
