"""Forms of the rules and keys: shape and bounds only."""

from collections.abc import Mapping
from dataclasses import fields as fields_of
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from emergency_ops.lib.wording import listed
from resources.network.models import Site

from .choices import RuleKind
from .evidence import fault_name
from .models import Rule
from .parameters import KINDS, KNOWN_CODES, FailureRate, FaultCode, Grouping, Parameters, Silence, parameters_of


def _number(shape: type[Any], name: str, label: Any, help_text: Any) -> forms.IntegerField:
    low, high = shape.BOUNDS[name]
    return forms.IntegerField(label=label, help_text=help_text, min_value=int(low), max_value=int(high))


class RuleForm(forms.Form):
    """What all kinds have. `parameters()` is what the form says, for the action."""

    kind: str
    name = forms.CharField(label=_("名称"), max_length=80)
    enabled = forms.BooleanField(
        label=_("启用这条规则"), help_text=_("停用后这类异常不再发预警；已有的预警不受影响。"), required=False
    )

    @classmethod
    def of(cls, rule: Rule, data: Any = None) -> "RuleForm":
        """The form of a rule, filled with what it says now."""
        shape = FORMS[rule.kind]
        now = parameters_of(rule.kind, rule.parameters)
        values = {field.name: getattr(now, field.name) for field in fields_of(now)}
        return shape(data, initial={"name": rule.name, "enabled": rule.enabled, **shape.shown(values)})

    @classmethod
    def shown(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Stored values as people write them."""
        return values

    def meant(self) -> dict[str, Any]:
        """What people wrote as it is stored."""
        return {field.name: self.cleaned_data[field.name] for field in fields_of(KINDS[self.kind])}

    def parameters(self) -> Parameters:
        return parameters_of(self.kind, self.meant())


class FailureRateForm(RuleForm):
    kind = RuleKind.FAILURE_RATE
    threshold = forms.FloatField(
        label=_("失败率阈值（%）"),
        min_value=0.5,
        max_value=90,
        help_text=_("窗口内失败笔数占比超过此值才可能预警；预案要求 5%。"),
        widget=forms.NumberInput(attrs={"step": "0.5"}),
    )
    window_minutes = _number(FailureRate, "window_minutes", _("统计窗口（分钟）"), _("最多回看多久的支付。"))
    minimum_sample = _number(
        FailureRate, "minimum_sample", _("最少支付笔数"), _("笔数太少时，几笔失败只是偶然，不作判断。")
    )
    recovery_seconds = _number(
        FailureRate,
        "recovery_seconds",
        _("恢复多久才解除（秒）"),
        _("支付持续恢复正常满这段时间才解除预警，避免时好时坏时反复预警。"),
    )
    groupings = forms.MultipleChoiceField(
        label=_("归并方式"),
        choices=Grouping.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("系统会比较这些归并方式，取最能解释失败的一种，同一原因只发一条预警。"),
    )

    @classmethod
    def shown(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {**values, "threshold": round(values["threshold"] * 100, 3)}

    def meant(self) -> dict[str, Any]:
        return {**super().meant(), "threshold": round(self.cleaned_data["threshold"] / 100, 5)}


class FaultCodeForm(RuleForm):
    kind = RuleKind.FAULT_CODE
    minimum_minutes = _number(
        FaultCode, "minimum_minutes", _("持续多久才计入（分钟）"), _("0 表示一经上报就计入；一过性故障较多时可以调高。")
    )
    ignored_codes = forms.MultipleChoiceField(
        label=_("不计入的故障代码"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("勾选的代码只记录，不预警。未勾选的代码，以及厂商新增的代码，都会计入。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = dict.fromkeys([*KNOWN_CODES, *self.initial.get("ignored_codes", ())])
        field = self.fields["ignored_codes"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(code, f"{fault_name(code)} {code}") for code in codes]


class SilenceForm(RuleForm):
    kind = RuleKind.SILENCE
    minimum_minutes = _number(
        Silence,
        "minimum_minutes",
        _("单台终端静默多久预警（分钟）"),
        _("只在营业时间内、终端投用时计算。整条线路或整个网点同时静默，几十秒内就能判断，不受此值限制。"),
    )


FORMS: Mapping[str, type[RuleForm]] = {form.kind: form for form in (FailureRateForm, FaultCodeForm, SilenceForm)}


class KeyForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=80, help_text=_("谁在用它，例如 上海网关 或 黄浦区医院前置机。"))
    sites = forms.CharField(
        label=_("限定网点"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("网点编号，一行一个；留空表示可以为所有网点上报。"),
    )

    def clean_sites(self) -> list[Site]:
        codes = list(dict.fromkeys(self.cleaned_data["sites"].replace(",", " ").replace("，", " ").split()))
        found = {site.code: site for site in Site.objects.filter(code__in=codes)}
        if missing := [code for code in codes if code not in found]:
            sentence = ngettext("没有这个网点：%(codes)s", "没有这些网点：%(codes)s", len(missing))
            raise forms.ValidationError(sentence % {"codes": listed(missing[:10])}, code="unknown_site")
        return [found[code] for code in codes]
