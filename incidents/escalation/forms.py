"""Forms of policies. They check shapes; what makes a policy a sound one is in rules.faults."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from resources.staff.choices import Function

from .actions.policies import Terms
from .choices import Channel, StepTarget
from .models import EscalationPolicy
from .rules import LONGEST_MINUTES, Step

MOST_STEPS = 8
SPARE_STEPS = 2


class PolicyForm(forms.Form):
    """Everything of a policy but its steps."""

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
    is_default = forms.BooleanField(label=_("设为默认策略"), required=False, help_text=_("新事件使用默认策略。"))


class StepForm(forms.Form):
    """One step; without minutes the row is empty. The lead is always called by the commander's post."""

    after_minutes = forms.IntegerField(label=_("第几分钟"), min_value=0, max_value=LONGEST_MINUTES)
    target = forms.ChoiceField(label=_("通知对象"), choices=StepTarget.choices)
    function = forms.ChoiceField(label=_("岗位职能"), choices=Function.choices, initial=Function.TECHNICAL)
    email = forms.BooleanField(label=_("同时发电子邮件"), required=False, initial=True)

    def has_changed(self) -> bool:
        """A row without minutes is empty, whatever its other fields say."""
        return bool(self.data.get(self.add_prefix("after_minutes")))

    def step(self) -> Step:
        data = self.cleaned_data
        is_lead = data["target"] == StepTarget.LEAD
        channels = (Channel.IN_APP.value, Channel.EMAIL.value) if data["email"] else (Channel.IN_APP.value,)
        return Step(
            data["after_minutes"], data["target"], Function.COMMANDER if is_lead else data["function"], channels
        )


StepFormSet = forms.formset_factory(
    StepForm, extra=SPARE_STEPS, max_num=MOST_STEPS, validate_max=True, can_delete=True, can_delete_extra=False
)


def initial_of(policy: EscalationPolicy | None, terms: Terms) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Initial data of the policy's form and of its steps' forms; policy None: of a new one."""
    steps = [
        {
            "after_minutes": step.after_minutes,
            "target": step.target,
            "function": step.function,
            "email": Channel.EMAIL in step.channels,
        }
        for step in terms.steps
    ]
    main = {
        "name": policy.name if policy else "",
        "is_default": policy.is_default if policy else False,
        "confirm_minutes": terms.confirm_minutes,
        "acknowledgement_minutes": terms.acknowledgement_minutes,
        "repeat_minutes": terms.repeat_minutes,
    }
    return main, steps


def terms_from(form: PolicyForm, steps: "forms.BaseFormSet[StepForm]") -> Terms:
    """The terms that two valid forms say; empty and deleted rows are left out, the others put in the order of their minutes."""
    filled = [row for row in steps if row.has_changed()]
    kept = sorted(
        (row.step() for row in filled if not row.cleaned_data.get("DELETE")), key=lambda step: step.after_minutes
    )
    data = form.cleaned_data
    return Terms(tuple(kept), data["confirm_minutes"], data["acknowledgement_minutes"], data["repeat_minutes"])
