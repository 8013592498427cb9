"""Forms of depots, parts, stock and deliveries: shape only. What may be done is for the actions."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.fields import Options
from emergency_ops.lib.roles import Role
from resources.network import hours
from resources.network.models import Region
from resources.network.queries import placeable_choices
from resources.staff.models import Person

from .access import kept_depots
from .form_fields import PartField, PiecesField, request_key
from .models import Depot, PartType
from .rules import pieces
from .rules.stock import REASON_LENGTH

_CODE = RegexValidator(r"^[\w.\-:]+$", _("编号只能由文字、数字和 - _ . : 组成。"))
_KEEPING_ROLES = (Role.STOREKEEPER, Role.FIELD_STAFF, Role.MANAGER)


class MovementForm(forms.Form):
    """A receipt, issue, return, adjustment or scrap. `signed`: the quantity brings its own sign."""

    depot = forms.ModelChoiceField(
        Depot.objects.none(), label=_("备件库"), to_field_name="code", empty_label=_("请选择备件库")
    )
    part = PartField()
    quantity = PiecesField(label=_("数量"), max_length=20)
    reason = forms.CharField(label=_("原因"), required=False, max_length=REASON_LENGTH)
    reference = forms.CharField(
        label=_("关联单号"), required=False, max_length=60, help_text=_("例如采购单号、工单号。")
    )
    key = request_key()

    def __init__(self, *args: Any, person: Any, signed: bool, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        depot: forms.ModelChoiceField[Depot] = self.fields["depot"]  # type: ignore[assignment]
        depot.queryset = kept_depots(person)
        self.fields["reason"].required = needs_reason
        if signed:
            quantity: PiecesField = self.fields["quantity"]  # type: ignore[assignment]
            quantity.read = pieces.read_change
            quantity.label = _("增减数量")
            quantity.help_text = _("多出的填正数，少了的填负数，例如 -2。")


class MinimumForm(forms.Form):
    minimum = PiecesField(
        label=_("安全库存"),
        read=pieces.read_limit,
        max_length=20,
        help_text=_("可用数量低于它时提醒库管员；0 表示不设。"),
    )
    target = PiecesField(
        label=_("补足到"), help_text=_("补货时买到这个数，应大于安全库存。"), read=pieces.read_limit, max_length=20
    )
    reason = forms.CharField(label=_("原因"), required=False, max_length=100)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=REASON_LENGTH)


class DeliveryForm(forms.Form):
    depot = forms.ModelChoiceField(
        Depot.objects.none(), label=_("备件库"), to_field_name="code", empty_label=_("请选择备件库")
    )
    part = PartField()
    quantity = PiecesField(label=_("数量"), max_length=20)
    expected_on = forms.DateField(label=_("预计到货"), widget=forms.DateInput)
    supplier = forms.CharField(
        label=_("供应商"), required=False, max_length=80, help_text=_("留空则用备件型号的供应商。")
    )
    order_number = forms.CharField(label=_("订单号"), required=False, max_length=60)
    key = request_key()

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        depot: forms.ModelChoiceField[Depot] = self.fields["depot"]  # type: ignore[assignment]
        depot.queryset = kept_depots(person)


class ArrivalForm(forms.Form):
    quantity = PiecesField(label=_("实到数量"), max_length=20)
    key = request_key()


class PostponeForm(forms.Form):
    expected_on = forms.DateField(label=_("改为预计到货"), widget=forms.DateInput)
    reason = forms.CharField(label=_("原因"), required=False, max_length=REASON_LENGTH)


class DepotForm(forms.ModelForm[Depot]):
    code = forms.CharField(label=_("备件库编号"), max_length=32, validators=[_CODE])
    region_code = forms.ChoiceField(label=_("区域"))
    reason = forms.CharField(label=_("修改原因"), required=False, max_length=100)

    class Meta:
        model = Depot
        fields = (
            "code",
            "name",
            "address",
            "longitude",
            "latitude",
            "keeper",
            "deputy",
            "phone",
            "opening_hours",
            "is_active",
        )

    field_order = ["code", "name", "region_code", "address", "keeper", "deputy", "phone", "opening_hours"]

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region: forms.ChoiceField = self.fields["region_code"]  # type: ignore[assignment]
        region.choices = placeable_choices(person)
        region.initial = self.instance.region_id
        self.fields["code"].disabled = self.instance.pk is not None
        for name in ("keeper", "deputy"):
            keeper: forms.ModelChoiceField[Person] = self.fields[name]  # type: ignore[assignment]
            keeper.queryset = self._keepers(getattr(self.instance, f"{name}_id"))
            named = keeper.queryset.values_list("pk", "name", "username")
            people = ((str(pk), name or username) for pk, name, username in named)
            keeper.choices = Options((("", str(_("未指定"))), *people))

    def _keepers(self, present: int | None) -> Any:
        keeping = Person.objects.filter(is_active=True, groups__name__in=_KEEPING_ROLES)
        return (keeping | Person.objects.filter(pk__in=[present] if present else [])).distinct().order_by("name")

    def clean_opening_hours(self) -> str:
        text = str(self.cleaned_data["opening_hours"])
        try:
            hours.parse(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "region_code" in cleaned:
            self.instance.region = Region(pk=cleaned["region_code"])
        return cleaned


class PartForm(forms.ModelForm[PartType]):
    code = forms.CharField(label=_("备件编号"), max_length=40, validators=[_CODE])
    models_text = forms.CharField(
        label=_("适用机型"), required=False, max_length=400, help_text=_("用顿号分开；留空表示适用所有机型。")
    )
    yuan = forms.DecimalField(
        label=_("参考单价（元）"), min_value=0, max_value=10_000_000, decimal_places=2, required=False
    )
    reason = forms.CharField(label=_("修改原因"), required=False, max_length=100)

    class Meta:
        model = PartType
        fields = ("code", "name", "component", "unit", "supplier", "supplier_contact", "lead_days", "is_active")

    field_order = ["code", "name", "component", "models_text", "unit", "yuan"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = self.instance.pk is not None
        self.fields["models_text"].initial = "、".join(self.instance.terminal_models)
        self.fields["yuan"].initial = Decimal(self.instance.price) / 100

    def clean_models_text(self) -> list[str]:
        text = str(self.cleaned_data["models_text"]).replace(",", "、").replace("，", "、")
        models = list(dict.fromkeys(part.strip() for part in text.split("、") if part.strip()))
        if any(len(model) > 40 for model in models):
            raise forms.ValidationError(_("机型最多 40 个字。"))
        return models

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.instance.terminal_models = cleaned.get("models_text", [])
        self.instance.price = int((cleaned.get("yuan") or Decimal(0)) * 100)
        return cleaned
