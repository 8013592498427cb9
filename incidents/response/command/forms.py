"""What people enter about roles and command."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.roles import COORDINATORS
from incidents.response.models import Incident
from resources.staff.choices import Function
from resources.staff.models import Person

from .people import around


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} @{obj.username} {obj.department}".strip()


class AssignForm(forms.Form):
    function = forms.ChoiceField(label=_("角色"), choices=Function.choices)
    person = PersonField(label=_("由谁担任"), queryset=Person.objects.none())
    text = forms.CharField(label=_("说明"), required=False, max_length=500)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = around(incident)  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """Taking a role over, or handing it back."""

    function = forms.ChoiceField(choices=Function.choices)
    text = forms.CharField(required=False, max_length=500)


class TransferForm(forms.Form):
    taker = PersonField(label=_("接手人"), queryset=Person.objects.none())
    summary = forms.CharField(
        label=_("交接内容"),
        max_length=10_000,
        widget=forms.Textarea({"class": "handover-edit"}),
        help_text=_("已按当前情况生成，请核对、补充后交接。"),
    )
    questions = forms.CharField(
        label=_("待决问题"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, incident: Incident, giver: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        coordinators = around(incident).filter(groups__name__in=[str(role) for role in COORDINATORS])
        self.fields["taker"].queryset = coordinators.exclude(pk=giver.pk if giver else 0)  # type: ignore[attr-defined]
