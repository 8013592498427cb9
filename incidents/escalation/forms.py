"""Forms of policies. They check shapes; what makes a policy a sound one is in rules.faults."""

from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from resources.staff.choices import Function

from .actions.policies import Terms
from .choices import Channel, StepTarget, StopRule
from .forms_conditions import (
    ConditionsForm,
    WindowForm,
    WindowFormSet,
    conditions_from,
    initial_of_windows,
)
from .models import EscalationPolicy
from .rules import LONGEST_MINUTES, Step

MOST_STEPS = 12
SPARE_STEPS = 1
MOST_REPEATS = 10
#: those that a step may leave out
CHANNELS = [(channel.value, channel.label) for channel in Channel if channel != Channel.IN_APP]


class PolicyForm(ConditionsForm):
    """Everything of a policy but its steps and hours."""

    name = forms.CharField(label=_("名称"), max_length=80)
    confirm_minutes = forms.IntegerField(
        label=_("确认时限（分钟）"),
        min_value=1,
        max_value=120,
        help_text=_("预警登记为事件后，多久之内须确认或判为误报。"),
    )
    acknowledgement_minutes = forms.IntegerField(
        label=_("接警确认有效期（分钟）"),
        min_value=1,
        max_value=240,
        help_text=_("接警后这段时间内没有进展，升级从A角重新开始。"),
    )
    repeat_minutes = forms.IntegerField(
        label=_("末级重复间隔（分钟）"), min_value=1, max_value=240, help_text=_("最后一步之后，隔多久再次通知总指挥。")
    )
    is_default = forms.BooleanField(
        label=_("设为默认策略"),
        required=False,
        help_text=_("其他策略都不符合时使用，不能有适用条件。原默认策略随之停用。"),
    )


class StepForm(forms.Form):
    """One step; without minutes the row is empty. The lead is always called by the commander's post."""

    after_minutes = forms.IntegerField(
        label=_("第几分钟"), help_text=_("从登记事件算起；0 表示立即。"), min_value=0, max_value=LONGEST_MINUTES
    )
    target = forms.ChoiceField(
        label=_("通知对象"), help_text=_("“下一位”是还没有通知过的下一个人。"), choices=StepTarget.choices
    )
    function = forms.MultipleChoiceField(
        label=_("岗位职能"),
        help_text=_("找哪些岗位的人；离事件最近的区域优先。"),
        choices=Function.choices,
        initial=[Function.TECHNICAL],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    channels = forms.MultipleChoiceField(
        label=_("渠道（站内消息总会发送）"),
        help_text=_("没有账号的渠道会改用邮件。"),
        choices=CHANNELS,
        initial=[Channel.EMAIL],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    times = forms.IntegerField(
        label=_("重复次数"),
        help_text=_("没有人接警时，对同一人再呼叫几次；不填为不重复。"),
        min_value=0,
        max_value=MOST_REPEATS,
        required=False,
    )
    every_minutes = forms.IntegerField(
        label=_("重复间隔（分钟）"), help_text=_("两次呼叫之间隔多久。"), min_value=1, max_value=240, required=False
    )
    stops_on = forms.ChoiceField(
        label=_("何时停止"),
        help_text=_("不到这一步，呼叫继续。"),
        choices=StopRule.choices,
        initial=StopRule.ACKNOWLEDGED,
        required=False,
    )

    def has_changed(self) -> bool:
        """A row without minutes is empty, whatever its other fields say."""
        return bool(self.data.get(self.add_prefix("after_minutes")))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("target") != StepTarget.LEAD and not cleaned.get("function") and "function" not in self.errors:
            self.add_error("function", _("请至少选择一个岗位职能。"))
        return cleaned

    def step(self) -> Step:
        data = self.cleaned_data
        is_lead = data["target"] == StepTarget.LEAD
        function, *also = [Function.COMMANDER.value] if is_lead else data["function"]
        times = data["times"] or 0
        return Step(
            data["after_minutes"],
            data["target"],
            function,
            (Channel.IN_APP.value, *data["channels"]),
            tuple(also),
            times,
            (data["every_minutes"] or 0) if times else 0,
            data["stops_on"] or StopRule.ACKNOWLEDGED.value,
        )


StepFormSet = forms.formset_factory(
    StepForm, extra=SPARE_STEPS, max_num=MOST_STEPS, validate_max=True, can_delete=True, can_delete_extra=False
)


@dataclass(frozen=True)
class Forms:
    """The forms that make up a policy."""

    main: PolicyForm
    steps: "BaseFormSet[StepForm]"
    windows: "BaseFormSet[WindowForm]"

    def are_valid(self) -> bool:
        return all([self.main.is_valid(), self.steps.is_valid(), self.windows.is_valid()])

    def terms(self) -> Terms:
        """What valid forms say; empty and deleted rows are left out, the steps put in the order of their minutes."""
        filled = [row for row in self.steps if row.has_changed() and not row.cleaned_data.get("DELETE")]
        kept = sorted((row.step() for row in filled), key=lambda step: step.after_minutes)
        data = self.main.cleaned_data
        return Terms(
            tuple(kept),
            data["confirm_minutes"],
            data["acknowledgement_minutes"],
            data["repeat_minutes"],
            conditions_from(self.main, self.windows),
        )


def forms_of(policy: EscalationPolicy | None, terms: Terms, data: QueryDict | None = None) -> Forms:
    """The forms of a policy (None: of a new one) with its terms, filled from data where somebody has sent them."""
    conditions = {name: value for name, value in asdict(terms.conditions).items() if name != "windows"}
    main = {
        **conditions,
        "name": policy.name if policy else "",
        "is_default": policy.is_default if policy else False,
        "confirm_minutes": terms.confirm_minutes,
        "acknowledgement_minutes": terms.acknowledgement_minutes,
        "repeat_minutes": terms.repeat_minutes,
    }
    permitted = {"empty_permitted": True}
    steps = [_initial_of(step) for step in terms.steps]
    hours = initial_of_windows(terms.conditions.windows)
    return Forms(
        PolicyForm(data, initial=main),
        StepFormSet(data, initial=steps, prefix="step", form_kwargs=permitted),
        WindowFormSet(data, initial=hours, prefix="window", form_kwargs=permitted),
    )


def _initial_of(step: Step) -> dict[str, Any]:
    return {
        "after_minutes": step.after_minutes,
        "target": step.target,
        "function": list(step.functions),
        "channels": [channel for channel in step.channels if channel != Channel.IN_APP],
        "times": step.times or None,
        "every_minutes": step.every_minutes or None,
        "stops_on": step.stops_on,
    }
