"""What the style guide shows: every component with plausible, long and missing data."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.badges import Tone

LONG_NAME = "广西壮族自治区防城港市上思县妙镇联合村委会便民服务中心自助缴费综合服务厅（东侧大厅二期）"
WAVE = [2.1, 2.4, 1.9, 2.2, 2.6, 2.0, None, None, 2.3, 3.8, 6.9, 11.2, 9.4, 7.7]
CALM = [14, 12, 15, 13, 16, 15, 14, 17, 15, 16, 14, 15]


class SampleForm(forms.Form):
    """One field of each kind, some wrong."""

    name = forms.CharField(
        label=gettext_lazy("网点名称"), max_length=120, help_text=gettext_lazy("与门牌一致，最多 120 字。")
    )
    visitors = forms.IntegerField(label=gettext_lazy("日均客流"), min_value=0, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("类型"), choices=[("hospital", gettext_lazy("医院")), ("hall", gettext_lazy("政务大厅"))]
    )
    methods = forms.MultipleChoiceField(
        label=gettext_lazy("支付方式"),
        choices=[
            ("wechat", gettext_lazy("微信支付")),
            ("alipay", gettext_lazy("支付宝")),
            ("cash", gettext_lazy("现金")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    since = forms.DateTimeField(label=gettext_lazy("开始时间"), required=False)
    note = forms.CharField(label=gettext_lazy("备注"), widget=forms.Textarea, required=False)
    file = forms.FileField(label=gettext_lazy("文件"), required=False)
    enabled = forms.BooleanField(
        label=gettext_lazy("启用"), required=False, help_text=gettext_lazy("停用后不再发出预警。")
    )


def wrong_form() -> SampleForm:
    return SampleForm(
        {"wrong-name": "", "wrong-visitors": "-3", "wrong-kind": "hall", "wrong-methods": ["wechat"]}, prefix="wrong"
    )


def clocks(now: datetime) -> list[dict[str, Any]]:
    """The clock in each of its states."""
    limit = timedelta(minutes=30)

    def clock(label: str, minutes: float, used: float | None = None) -> dict[str, Any]:
        started = now - timedelta(minutes=minutes)
        stopped = None if used is None else started + timedelta(minutes=used)
        return {"label": label, "started": started, "due": started + limit, "stopped": stopped}

    return [
        clock(_("进行中"), 8.4),
        clock(_("不足十分钟"), 24.2),
        clock(_("即将超时"), 29.9),
        clock(_("已超时"), 33.2),
        clock(_("严重超时"), 2880),
        clock(_("按时达标"), 40, 18.03),
        clock(_("超时达标"), 60, 35.17),
    ]


def entries(now: datetime) -> list[dict[str, Any]]:
    """A timeline with the system, people, and somebody acting for another."""

    def entry(minutes: float, title: str, tone: Tone, icon: str, **more: str) -> dict[str, Any]:
        return {"at": now - timedelta(minutes=minutes), "title": title, "tone": tone, "icon": icon, **more}

    return [
        entry(24, _("发出预警：线路 310101-电信 上 14 台终端全部静默 3 分钟"), Tone.WARN, "bell-alert"),
        entry(23, _("向 A角 李敏 发出通知"), Tone.INFO, "paper-airplane"),
        entry(18, _("升级上报：A角 5 分钟内未接警，通知 B角 周岩"), Tone.DANGER, "arrow-trending-up"),
        entry(
            17,
            _("接警确认"),
            Tone.OK,
            "check",
            actor="周岩",
            acting_for="李敏",
            text=_("已联系电信值班，光缆被施工挖断。"),
        ),
        entry(12, _("启动二级响应"), Tone.CRITICAL, "flag", actor="陈总"),
        entry(6, _("人工窗口开始服务：") + LONG_NAME, Tone.OK, "check-circle", actor="王强"),
    ]
