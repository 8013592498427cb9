"""Forms of the supply chain list: shape only. What may be done is for the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from resources.network.access import sites_for
from resources.network.models import Site

from .access_supply import depots_to_deliver
from .actions.needs import MOST
from .actions.supply import TEXT_LENGTH
from .choices import EquipmentKind
from .form_fields import request_key
from .models import Depot, PartType, SupplyRequest


class AskForm(forms.Form):
    """What is to be bought: a part or a kind of equipment, for a site or a depot."""

    thing = forms.ChoiceField(label=_("备件或设备"))
    quantity = forms.IntegerField(label=_("数量"), min_value=1, max_value=MOST, initial=1)
    depot = forms.ModelChoiceField(
        Depot.objects.none(), label=_("送货备件库"), to_field_name="code", required=False, empty_label=_("未定")
    )
    site = forms.CharField(label=_("网点编号"), required=False, max_length=32)
    reference = forms.CharField(label=_("关联事件"), required=False, max_length=60)
    note = forms.CharField(label=_("说明"), required=False, max_length=TEXT_LENGTH)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        depot: forms.ModelChoiceField[Depot] = self.fields["depot"]  # type: ignore[assignment]
        depot.queryset = depots_to_deliver(person)
        thing: forms.ChoiceField = self.fields["thing"]  # type: ignore[assignment]
        parts = PartType.objects.filter(is_active=True).order_by("code").values_list("pk", "name", "code")
        thing.choices = [
            ("", _("请选择")),
            (_("备件"), [(f"part:{pk}", f"{name}（{code}）") for pk, name, code in parts]),
            (_("移动设备"), [(f"kind:{kind}", label) for kind, label in EquipmentKind.choices]),
        ]

    def clean_site(self) -> Site | None:
        code = self.cleaned_data["site"].strip()
        if not code:
            return None
        found = sites_for(self.person).filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("没有这个网点。"))
        return found

    def given(self) -> dict[str, Any]:
        """As the action takes it. Raises Invalid for a part that is gone."""
        data = dict(self.cleaned_data)
        what, _separator, name = data.pop("thing").partition(":")
        part = PartType.objects.filter(pk=name).first() if what == "part" else None
        if what == "part" and part is None:
            raise Invalid("thing", _("没有这种备件，请重新选择。"))
        return {**data, "part": part, "equipment_kind": name if what == "kind" else ""}


class OrderForm(forms.Form):
    supplier = forms.CharField(label=_("供应商"), max_length=80)
    contact = forms.CharField(label=_("供应商联系方式"), required=False, max_length=80)
    order_number = forms.CharField(label=_("订单号"), required=False, max_length=60)


class PromiseForm(forms.Form):
    expected_on = forms.DateField(label=_("预计到货"), widget=forms.DateInput)
    depot = forms.ModelChoiceField(
        Depot.objects.none(), label=_("送货备件库"), to_field_name="code", required=False, empty_label=_("请选择备件库")
    )
    reason = forms.CharField(label=_("说明"), required=False, max_length=TEXT_LENGTH)

    def __init__(self, *args: Any, row: SupplyRequest, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        depot: forms.ModelChoiceField[Depot] = self.fields["depot"]  # type: ignore[assignment]
        depot.queryset = depots_to_deliver(person)
        depot.required = row.part_id is not None and row.delivery_id is None
        if row.delivery_id is not None:
            del self.fields["depot"]


class ArriveForm(forms.Form):
    key = request_key()


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("取消的原因"), max_length=TEXT_LENGTH)
