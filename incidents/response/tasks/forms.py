"""Shapes of what people enter about tasks. What is allowed is decided by the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.roles import Role
from incidents.response.forms import LocalTimeInput
from incidents.response.models import Incident
from incidents.response.plans.choices import Evidence, Phase, Work
from resources.attachments.forms import AttachmentsField
from resources.network.regions import WHOLE_COUNTRY
from resources.staff.choices import Function
from resources.staff.models import Person
from resources.staff.queries_acting import upwards


class NothingForm(forms.Form):
    """Nothing to fill in."""


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea({"rows": 2}), max_length=300)


class CompleteForm(forms.Form):
    """What shows that it is done; the ticked items come as check=pk."""

    text = forms.CharField(label=_("完成情况"), required=False, widget=forms.Textarea({"rows": 3}), max_length=2000)
    uploads = AttachmentsField(label=_("照片和单据"))


class ReassignForm(forms.Form):
    person = forms.ModelChoiceField(label=_("改派给"), queryset=Person.objects.none())
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea({"rows": 2}), max_length=300)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_of(incident)  # type: ignore[attr-defined]


class ExtendForm(forms.Form):
    due_at = forms.DateTimeField(label=_("新时限"), widget=LocalTimeInput())
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea({"rows": 2}), max_length=300)


class OrderForm(forms.Form):
    """A task that a person adds."""

    title = forms.CharField(label=_("任务"), max_length=80)
    text = forms.CharField(label=_("做法"), required=False, widget=forms.Textarea({"rows": 2}), max_length=1000)
    function = forms.ChoiceField(label=_("岗位"), choices=Function.choices)
    person = forms.ModelChoiceField(
        label=_("指定人员"),
        help_text=_("不指定时，由此刻负责该岗位的人办理。"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("由岗位当前负责人承担"),
    )
    minutes = forms.IntegerField(label=_("时限（分钟）"), min_value=1, max_value=30 * 24 * 60, initial=30)
    phase = forms.ChoiceField(label=_("阶段"), choices=Phase.choices, initial=Phase.RESOURCES)
    evidence = forms.ChoiceField(
        label=_("完成证据"), help_text=_("办完时必须交什么。"), choices=Evidence.choices, initial=Evidence.TEXT
    )
    work = forms.ChoiceField(
        label=_("办理页面"),
        help_text=_("任务上会有一个按钮直接打开这一页。"),
        choices=[("", _("不限")), *Work.choices],
        required=False,
    )

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_of(incident)  # type: ignore[attr-defined]


def people_of(incident: Incident) -> Any:
    """Active people who see the incident's region and do more than read."""
    codes = upwards(incident.region_id or WHOLE_COUNTRY)
    working = [str(role) for role in Role if role != Role.AUDITOR]
    return (
        Person.objects.filter(is_active=True, regions__in=codes, groups__name__in=working).distinct().order_by("name")
    )
