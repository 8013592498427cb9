"""Words that passers-by do not understand, and what to say instead. Pure; people edit the list (patterns.JargonWord)."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from .choices import Language


@dataclass(frozen=True, slots=True)
class Jargon:
    """stops: a notice with it cannot be submitted; otherwise its author is told."""

    word: str
    instead: str = ""
    language: str = Language.ZH
    stops: bool = False

    def is_in(self, text: str) -> bool:
        return _pattern(self.word).search(text) is not None


@cache
def _pattern(word: str) -> re.Pattern[str]:
    """Letters and digits count as a word of their own only: API is not in RAPID."""
    before = r"(?<![A-Za-z0-9])" if word[:1].isascii() else ""
    after = r"(?![A-Za-z0-9])" if word[-1:].isascii() else ""
    return re.compile(f"{before}{re.escape(word)}{after}", re.IGNORECASE)


def _zh(word: str, instead: str, *, stops: bool = False) -> Jargon:
    return Jargon(word, instead, Language.ZH, stops)


def _en(word: str, instead: str) -> Jargon:
    return Jargon(word, instead, Language.EN)


SHIPPED: Final = (
    _zh("宕机", "停止工作"), _zh("死机", "停止工作"), _zh("丢包", "网络不稳定"), _zh("链路", "通信线路"), _zh("网关", "网络设备"),
    _zh("掉线", "网络中断"), _zh("时延", "反应慢"), _zh("带宽", "网络"), _zh("割接", "系统升级"), _zh("上线", "开始使用"),
    _zh("回滚", "恢复到原来的版本"), _zh("热备", "备用系统"), _zh("灾备", "备用系统"), _zh("冗余", "备用"),
    _zh("通道异常", "暂时不能支付"), _zh("接口", "系统"), _zh("服务器", "系统"), _zh("数据库", "系统"),
    _zh("中间件", "系统"), _zh("固件", "设备程序"), _zh("模组", "部件"), _zh("扫码头", "扫码口"), _zh("主控板", "设备部件"),
    _zh("工控机", "设备"), _zh("心跳", "设备状态"), _zh("离线", "没有联网"), _zh("阈值", "限度"), _zh("告警", "故障提示"),
    _zh("冲正", "退回款项"), _zh("轧差", "核对账目"), _zh("单边账", "已扣款未到账"), _zh("对账", "核对款项"), _zh("差错", "有误的款项"),
    _zh("处置", "处理"), _zh("研判", "核实"), _zh("应急响应", "抢修"), _zh("响应级别", ""), _zh("单点故障", "个别设备故障"),
    _zh("API", "系统"), _zh("IP", ""), _zh("DNS", "网络"), _zh("VPN", "网络"), _zh("SQL", "系统"), _zh("UPS", "备用电源"),
    _zh("APP_DOWN", "系统故障", stops=True), _zh("failure_rate", "支付不成功的比例", stops=True),
    _zh("network:down", "通信线路中断", stops=True), _zh("powerOff", "供电中断", stops=True),
    _zh("hardwareError", "设备故障", stops=True),
    _en("outage window", "time without service"), _en("downtime", "time out of service"), _en("packet loss", "an unstable network"),
    _en("gateway", "network"), _en("API", "system"), _en("backend", "system"), _en("database", "system"), _en("server", "system"),
    _en("failover", "switch to the spare system"), _en("rollback", "return to the earlier version"), _en("latency", "slow answers"),
    _en("UPS", "spare power"), _en("remediation", "repair"), _en("root cause", "cause"), _en("SLA", ""), _en("ETA", "expected time"),
    _en("reconciliation", "checking payments"), _en("incident", "fault"), _en("degraded", "partly working"), _en("offline", "not connected"),
)  # fmt: skip
