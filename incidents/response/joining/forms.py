"""What people enter to merge, split, relate and reclassify."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from incidents.monitoring.choices import Category
from incidents.response.forms import CODE_SEPARATORS
from incidents.response.models import Incident
from incidents.response.plans.choices import CATEGORY_OF, Cause
from resources.network.choices import PaymentMethod
from resources.staff.models import Person

from .choices import CHOICES


class GatherForm(forms.Form):
    """Which incidents become one with the page's: ticked, or by their numbers."""

    numbers = forms.CharField(
        label=_("其他事件编号"),
        required=False,
        help_text=_("列表中没有的，可填写编号，用空格或逗号分隔。"),
    )
    text = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea({"rows": 2}), max_length=2000)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        written = [number for number in CODE_SEPARATORS.split(data.get("numbers", "")) if number]
        data["chosen"] = list(dict.fromkeys([*cast(QueryDict, self.data).getlist("incident"), *written]))
        if not data["chosen"]:
            self.add_error("numbers", _("请至少选择一个要并入的事件。"))
        return data


class SplitForm(forms.Form):
    codes = forms.CharField(
        label=_("终端或网点编号"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("在下面勾选，或在此填写；网点编号表示该网点全部终端。"),
    )
    title = forms.CharField(label=_("新事件标题"), required=False, max_length=160, help_text=_("不填则自动生成。"))
    text = forms.CharField(label=_("理由"), widget=forms.Textarea({"rows": 2}), max_length=2000)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sent = cast(QueryDict, self.data)
        data["sites"], data["terminals"] = sent.getlist("site"), sent.getlist("terminal")
        if not (data.get("codes") or data["sites"] or data["terminals"]):
            self.add_error("codes", _("请勾选或填写至少一台终端或一个网点。"))
        return data

    def written(self) -> list[str]:
        return [code for code in CODE_SEPARATORS.split(self.cleaned_data["codes"]) if code]


class RelateForm(forms.Form):
    other = forms.CharField(
        label=_("事件编号"),
        max_length=20,
        widget=forms.TextInput({"list": "relatable", "autocomplete": "off"}),
    )
    how = forms.ChoiceField(label=_("关系"), choices=CHOICES)
    text = forms.CharField(label=_("说明"), required=False, max_length=500)


def _grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (str(category.label), [(cause.value, str(cause.label)) for cause in Cause if CATEGORY_OF[cause] == category])
        for category in Category
    ]


class ReclassifyForm(forms.Form):
    """Once a cause is chosen whose rules give another grade, the grade is offered before anything is saved."""

    cause = forms.ChoiceField(label=_("故障原因"))
    payment_method = forms.ChoiceField(label=_("支付方式"), required=False)
    text = forms.CharField(label=_("理由"), widget=forms.Textarea({"rows": 2}), max_length=2000)

    def __init__(self, *args: Any, incident: Incident, person: Person, **kwargs: Any) -> None:
        kwargs["initial"] = {"cause": incident.cause, "payment_method": incident.payment_method}
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = [("", _("请选择原因")), *_grouped()]  # type: ignore[attr-defined]
        self.fields["payment_method"].choices = [("", _("全部方式")), *PaymentMethod.choices]  # type: ignore[attr-defined]

    def offer(self, present: str, by_rules: str) -> None:
        """Ask which grade it is to have."""
        choices = [
            ("rules", _("按规则改为%(grade)s") % {"grade": by_rules}),
            ("keep", _("保持%(grade)s") % {"grade": present}),
        ]
        self.fields["grade"] = forms.ChoiceField(
            label=_("事件等级"), choices=choices, initial="rules", required=False, widget=forms.RadioSelect
        )
