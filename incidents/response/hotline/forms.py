"""Shapes of what agents enter."""

from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from incidents.response.access import terminals_of
from incidents.response.counters.choices import PriorityCategory
from incidents.response.forms import SITES_TO_CHOOSE_FROM
from incidents.response.models import Substitute
from resources.network.access import sites_for, terminals_for
from resources.network.models import Site, Terminal
from resources.staff.models import Person

from .actions import Heard
from .choices import CallOutcome, Fault, Question
from .models import Script

#: terminals that the form suggests
SUGGESTED: Final = 60
NUMBER = RegexValidator(r"^\+?[0-9][0-9 \-]{4,24}$", _("电话号码只能由数字、空格和 - 组成。"))


def _optional(choices: Any) -> list[tuple[str, Any]]:
    return [("", _("不选")), *choices]


class SetUpForm(forms.Form):
    agents = forms.IntegerField(
        label=_("坐席数"), help_text=_("同时接电话的人数。"), min_value=1, max_value=999, initial=1
    )
    calls_an_hour = forms.IntegerField(
        label=_("每坐席每小时接听"),
        help_text=_("坐席数 × 接听数 = 热线的服务能力。"),
        min_value=1,
        max_value=120,
        initial=12,
    )


class CallForm(forms.Form):
    """A call as its agent writes it down. `key` makes a form that is sent twice one call."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    number = forms.CharField(
        label=_("来电号码"),
        max_length=26,
        required=False,
        validators=[NUMBER],
        widget=forms.TextInput({"type": "tel", "autocomplete": "off", "inputmode": "tel"}),
        help_text=_("只在需要回电期间保存，列表和导出中隐去。"),
    )
    outcome = forms.ChoiceField(label=_("结果"), choices=CallOutcome.choices, initial=CallOutcome.ANSWERED)
    question = forms.ChoiceField(label=_("问题类别"), choices=_optional(Question.choices), required=False)
    priority = forms.ChoiceField(
        label=_("优先服务对象"),
        choices=_optional(PriorityCategory.choices),
        required=False,
        help_text=_("由来电人自述，不要求证明。"),
    )
    site = forms.ModelChoiceField(
        label=_("网点"), queryset=Site.objects.none(), required=False, to_field_name="code", empty_label=_("不选")
    )
    terminal = forms.CharField(
        label=_("设备编号"), max_length=40, required=False, widget=forms.TextInput({"list": "hotline-terminals"})
    )
    fault = forms.ChoiceField(
        label=_("报告故障"),
        choices=_optional(Fault.choices),
        required=False,
        help_text=_("填写设备编号后登记为故障信号，进入预警。"),
    )
    waited_seconds = forms.IntegerField(
        label=_("等待秒数"), help_text=_("从拨通到接听；不知道可不填。"), min_value=0, max_value=7200, required=False
    )
    told = forms.CharField(label=_("答复内容"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))
    call_back = forms.BooleanField(label=_("需要回电"), help_text=_("号码只保留到回电完成。"), required=False)

    def __init__(self, *args: Any, substitute: Substitute, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.substitute = substitute
        self.incident = substitute.incident
        self.fields["key"].initial = uuid4().hex
        site: forms.ModelChoiceField[Site] = self.fields["site"]  # type: ignore[assignment]
        seen = sites_for(person).filter(affected_terminals__incident=self.incident)
        site.queryset = seen.distinct().order_by("code")
        if self.incident.affected_sites > SITES_TO_CHOOSE_FROM:
            site.widget = forms.TextInput()
            site.help_text = _("网点编号。")

    def clean_terminal(self) -> Terminal | None:
        code = str(self.cleaned_data["terminal"]).strip()
        if not code:
            return None
        found = terminals_for(self.person).filter(code=code).select_related("site").first()
        if found is None:
            raise forms.ValidationError(_("没有这台终端。"))
        return found

    def suggested(self) -> list[str]:
        """Codes of the incident's terminals."""
        rows = terminals_of(self.person, self.incident).order_by("terminal__code")
        return list(rows.values_list("terminal__code", flat=True).distinct()[:SUGGESTED])

    def with_new_key(self) -> "CallForm":
        """The same for another call."""
        data = {**self.data.dict(), "key": uuid4().hex}  # type: ignore[attr-defined]
        return CallForm(data, substitute=self.substitute, person=self.person)

    def heard(self, now: datetime) -> Heard:
        data = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return Heard(at=now, **data)


class TriedForm(forms.Form):
    reached = forms.BooleanField(label=_("已联系上"), required=False)
    note = forms.CharField(label=_("回电结果"), max_length=500, required=False, widget=forms.Textarea({"rows": 2}))


class ScriptForm(forms.ModelForm[Script]):
    reason = forms.CharField(label=_("修改原因"), required=False, max_length=100)

    class Meta:
        model = Script
        fields = ("title", "title_en", "category", "text", "text_en", "rank", "is_active")
