"""Shapes of what people enter about dispatches. What is allowed is decided by the actions."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from incidents.response.actions.resources import subject_of
from incidents.response.forms import LOCAL_TIME, SITES_TO_CHOOSE_FROM, LocalTimeInput
from incidents.response.models import Incident, IncidentTerminal
from resources.inventory.access_equipment import equipment_for
from resources.inventory.access_moving import transfers_for
from resources.inventory.choices import EquipmentCondition, EquipmentState, TransferState
from resources.inventory.models import Equipment, Transfer
from resources.network.access import sites_for
from resources.network.models import Site
from resources.staff.choices import Function
from resources.staff.models import Person, Training

from .actions.offering import REASON_LENGTH, Order
from .actions.stepping import LONGEST_WAY
from .candidates import Asked
from .choices import FUNCTION_OF, Purpose

#: items that can be chosen from
ITEMS = 40


class Items(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, item: Equipment) -> str:
        return f"{item.get_kind_display()} {item.code}（{item.depot.name}）"


class OrderForm(forms.Form):
    """What is to be done where; who does it is chosen from the suggestions."""

    site = forms.ModelChoiceField(label=_("网点"), queryset=Site.objects.none(), to_field_name="code", empty_label=None)
    purpose = forms.ChoiceField(label=_("任务"), choices=Purpose.choices, initial=Purpose.REPAIR)
    function = forms.ChoiceField(
        label=_("所需职能"),
        help_text=_("只推荐有这个职能的人。"),
        choices=[("", _("不限")), *Function.choices],
        required=False,
        initial=Function.TECHNICAL,
    )
    training = forms.ModelChoiceField(
        label=_("所需培训"),
        help_text=_("没有有效培训的人不会被推荐。"),
        queryset=Training.objects.none(),
        required=False,
        empty_label=_("按职能岗位的要求"),
    )
    needed_by = forms.DateTimeField(
        label=_("最迟到场"),
        help_text=_("到时未到会提醒，并可另派。"),
        required=False,
        widget=LocalTimeInput(),
        input_formats=[LOCAL_TIME],
    )
    instructions = forms.CharField(label=_("要求"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))
    equipment = Items(
        label=_("携带设备"), queryset=Equipment.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    transfer = forms.ModelChoiceField(
        label=_("押送的调拨单"), queryset=Transfer.objects.none(), required=False, empty_label=_("无")
    )
    override_reason = forms.CharField(
        label=_("例外理由"),
        required=False,
        max_length=REASON_LENGTH,
        help_text=_("派遣不值班、未培训或正在执行其他派遣的人员时填写。"),
    )

    def __init__(self, *args: Any, incident: Incident, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("site", affected_sites(person, incident))
        if incident.affected_sites > SITES_TO_CHOOSE_FROM:
            self.fields["site"].widget = forms.TextInput()
            self.fields["site"].help_text = _("网点编号。")
        self._choices("training", Training.objects.filter(is_active=True))
        items = _items(person, incident)
        self._choices("equipment", items)
        carried: Items = self.fields["equipment"]  # type: ignore[assignment]
        carried.choices = [(item.pk, carried.label_from_instance(item)) for item in items]
        self._choices("transfer", _transfers(person, incident))

    def _choices(self, name: str, rows: QuerySet[Any]) -> None:
        field: forms.ModelChoiceField[Any] = self.fields[name]  # type: ignore[assignment]
        field.queryset = rows

    def asked(self) -> Asked:
        """What the suggestions are for, as far as it is filled in."""
        data = getattr(self, "cleaned_data", {})
        return Asked(data.get("function", ""), data.get("training"))

    def order(self, person: Person) -> Order:
        data = self.cleaned_data
        return Order(
            site=data["site"],
            person=person,
            purpose=data["purpose"],
            function=data["function"],
            training=data["training"],
            needed_by=data["needed_by"],
            instructions=data["instructions"],
            equipment=tuple(item.pk for item in data["equipment"]),
            transfer=data["transfer"],
            override_reason=data["override_reason"],
        )


class SeveralForm(forms.Form):
    """The same for several sites at once."""

    purpose = forms.ChoiceField(label=_("任务"), choices=Purpose.choices, initial=Purpose.COUNTER)
    function = forms.ChoiceField(
        label=_("所需职能"),
        help_text=_("只推荐有这个职能的人。"),
        choices=[("", _("不限")), *Function.choices],
        required=False,
        initial=FUNCTION_OF[Purpose.COUNTER],
    )
    needed_by = forms.DateTimeField(
        label=_("最迟到场"),
        help_text=_("到时未到会提醒，并可另派。"),
        required=False,
        widget=LocalTimeInput(),
        input_formats=[LOCAL_TIME],
    )
    instructions = forms.CharField(label=_("要求"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))


class ReasonForm(forms.Form):
    text = forms.CharField(label=_("原因"), max_length=REASON_LENGTH)


class RemarkForm(forms.Form):
    text = forms.CharField(label=_("说明"), required=False, max_length=REASON_LENGTH)


class StartForm(forms.Form):
    minutes = forms.IntegerField(label=_("预计几分钟到达"), required=False, min_value=1, max_value=LONGEST_WAY)


class NothingForm(forms.Form):
    """Nothing to fill in."""


def affected_sites(person: Person, incident: Incident) -> QuerySet[Site]:
    """The incident's sites in the person's regions."""
    affected = Exists(IncidentTerminal.objects.filter(incident=incident, site=OuterRef("pk")))
    return sites_for(person).filter(affected).order_by("code")


def _items(person: Person, incident: Incident) -> QuerySet[Equipment]:
    """What works and lies in a depot, and what is out for the incident."""
    subject = subject_of(incident)
    here = Q(state=EquipmentState.IN_DEPOT) & ~Q(condition=EquipmentCondition.FAULTY)
    out = Q(state=EquipmentState.OUT, subject_kind=subject.kind, subject_id=subject.id)
    rows = equipment_for(person).filter(here | out).order_by("kind", "code")
    return Equipment.objects.filter(pk__in=rows.values("pk")[:ITEMS]).select_related("depot")


def _transfers(person: Person, incident: Incident) -> QuerySet[Transfer]:
    subject = subject_of(incident)
    rows = transfers_for(person).filter(subject_kind=subject.kind, subject_id=subject.id)
    return rows.filter(state__in=[TransferState.DRAFT, TransferState.SENT])
