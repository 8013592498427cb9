"""What people enter of a finding that becomes an incident. What is allowed is decided by the action."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock
from incidents.monitoring.choices import Category, Scope
from resources.network.choices import PaymentMethod

from .forms import CODE_SEPARATORS, LocalTimeInput


class IncidentForm(forms.Form):
    """A finding that becomes an incident. Sites stand for all their terminals."""

    field_order = ("title", "category", "sites", "terminals", "scope", "payment_method", "began_at", "description")
    title = forms.CharField(label=_("标题"), max_length=160)
    terminals = forms.CharField(
        label=_("终端编号"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("可填多个，用空格、逗号或换行分隔。"),
    )
    sites = forms.CharField(
        label=_("网点编号"), required=False, help_text=_("填写网点编号表示该网点全部终端，可填多个。")
    )
    category = forms.ChoiceField(label=_("原因类别"), choices=Category.choices)
    scope = forms.ChoiceField(
        label=_("影响范围"), choices=[("", _("按终端和网点数判断")), *Scope.choices], required=False
    )
    payment_method = forms.ChoiceField(
        label=_("支付方式"), choices=[("", _("全部方式")), *PaymentMethod.choices], required=False
    )
    began_at = forms.DateTimeField(label=_("开始时间"), widget=LocalTimeInput())
    description = forms.CharField(label=_("情况说明"), widget=forms.Textarea({"rows": 3}), max_length=2000)
    is_drill = forms.BooleanField(
        label=_("这是演练"), help_text=_("走真实流程，处处标“演练”，绝不对外发布。"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["began_at"].initial = timezone.localtime(clock.now())

    def clean_terminals(self) -> list[str]:
        return _codes(self.cleaned_data["terminals"])

    def clean_sites(self) -> list[str]:
        return _codes(self.cleaned_data["sites"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("terminals") and not data.get("sites"):
            self.add_error("terminals", _("请填写至少一个终端编号或网点编号。"))
        return data


def _codes(text: str) -> list[str]:
    return [code for code in CODE_SEPARATORS.split(text) if code]
