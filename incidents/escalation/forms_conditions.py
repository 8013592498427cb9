"""Forms of when a policy serves. They check shapes; which policy is chosen is in policies.conditions."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.wording import listed
from resources.network.choices import PaymentMethod
from resources.network.models import Region

from .choices import Days, Drill
from .policies.conditions import Conditions
from .policies.hours import Window
from .registry import vocabulary

WEEKDAYS = [(1, _("一")), (2, _("二")), (3, _("三")), (4, _("四")), (5, _("五")), (6, _("六")), (7, _("日"))]
MOST_WINDOWS = 8
SPARE_WINDOWS = 1
_SEPARATORS = re.compile(r"[\s,，、;；]+")


class CodesField(forms.CharField):
    """Several codes in one line, separated by commas or blanks; cleaned to a tuple."""

    def clean(self, value: Any) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for code in _SEPARATORS.split(super().clean(value)) if code))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value


def _boxes(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class ConditionsForm(forms.Form):
    """What must be so for a policy to be chosen, but for the hours. What is left empty asks for nothing."""

    grades = _boxes(_("事件等级"))
    scopes = _boxes(_("影响范围"))
    categories = _boxes(_("原因类别"))
    payment_methods = _boxes(_("支付方式"))
    regions = CodesField(
        label=_("区域代码"), required=False, help_text=_("填上级区域即包含其下所有区域；多个代码用逗号分隔。")
    )
    causes = CodesField(
        label=_("故障或原因代码"), required=False, help_text=_("符合其中一个即可；多个代码用逗号分隔。")
    )
    drill = forms.ChoiceField(
        label=_("演练"),
        help_text=_("演练可以另用一套策略，免得夜里叫醒所有人。"),
        choices=[("", _("不限")), *Drill.choices],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "grades": vocabulary("grade").items(),
            "scopes": vocabulary("scope").items(),
            "categories": vocabulary("category").items(),
            "payment_methods": PaymentMethod.choices,
        }
        for name, choices in words.items():
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def clean_regions(self) -> tuple[str, ...]:
        codes: tuple[str, ...] = self.cleaned_data["regions"]
        known = set(Region.objects.filter(pk__in=codes).values_list("pk", flat=True))
        missing = [code for code in codes if code not in known]
        if missing:
            raise forms.ValidationError(_("没有找到这些区域：%(codes)s。"), params={"codes": listed(missing[:5])})
        return codes


class WindowForm(forms.Form):
    """One window of time; a row without a start is empty."""

    start = forms.TimeField(label=_("从"), required=False)
    end = forms.TimeField(label=_("至"), required=False, help_text=_("不晚于开始时间即为次日。"))
    days = forms.ChoiceField(
        label=_("日期"), help_text=_("工作日已计入调休上班。"), choices=Days.choices, initial=Days.ALL
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期"),
        help_text=_("不选表示不限。"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, other in (("start", "end"), ("end", "start")):
            if cleaned.get(other) is not None and cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, _("请填写时间。"))
        return cleaned

    def window(self) -> Window | None:
        data = self.cleaned_data
        if data.get("start") is None or data.get("end") is None or data.get("DELETE"):
            return None
        return Window(f"{data['start']:%H:%M}", f"{data['end']:%H:%M}", data["days"], tuple(sorted(data["weekdays"])))


WindowFormSet = forms.formset_factory(
    WindowForm,
    extra=SPARE_WINDOWS,
    max_num=MOST_WINDOWS,
    validate_max=True,
    can_delete=True,
    can_delete_extra=False,
)


def initial_of_windows(windows: tuple[Window, ...]) -> list[dict[str, Any]]:
    return [
        {
            "start": one.start,
            "end": "00:00" if one.end == "24:00" else one.end,
            "days": one.days,
            "weekdays": list(one.weekdays),
        }
        for one in windows
    ]


def windows_from(rows: "forms.BaseFormSet[WindowForm]") -> tuple[Window, ...]:
    return tuple(window for row in rows if (window := row.window()) is not None)


def conditions_from(form: ConditionsForm, windows: "forms.BaseFormSet[WindowForm]") -> Conditions:
    data = form.cleaned_data
    return Conditions(
        grades=tuple(data["grades"]),
        categories=tuple(data["categories"]),
        causes=data["causes"],
        scopes=tuple(data["scopes"]),
        payment_methods=tuple(data["payment_methods"]),
        regions=data["regions"],
        drill=data["drill"],
        windows=windows_from(windows),
    )
