"""Forms of equipment and its custody: shape only. What may be done is for the actions."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from resources.network.access import sites_for, terminals_for
from resources.network.models import Site, Terminal
from resources.staff.models import Person

from .access import depots_for, may_keep
from .access_equipment import holders_for
from .choices import EquipmentCondition, EquipmentKind
from .models import Depot, Equipment
from .rules.custody import TEXT_LENGTH, WITH_BATTERY

_CODE = RegexValidator(r"^[\w.\-:]+$", _("编号只能由文字、数字和 - _ . : 组成。"))


class KeyedForm(forms.Form):
    """Carries the key of its request: sent twice, it is carried out once."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4().hex


class StepForm(KeyedForm):
    """A step with an item, and why."""

    text = forms.CharField(label=_("说明"), required=False, max_length=TEXT_LENGTH)

    def __init__(self, *args: Any, item: Equipment, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.person = item, person
        self.order_fields([*(name for name in self.fields if name not in ("text", "key")), "text", "key"])


class ReasonForm(StepForm):
    text = forms.CharField(label=_("原因"), max_length=TEXT_LENGTH)


class FaultForm(StepForm):
    text = forms.CharField(label=_("什么故障"), max_length=TEXT_LENGTH, help_text=_("备件库的库管员会收到通知。"))


class DepotField(forms.ChoiceField):
    """A depot that the person sees; cleans to the Depot."""

    def offer(self, person: Any, initial: Depot | None) -> None:
        rows = depots_for(person).filter(is_active=True).order_by("code")
        self.depots = {depot.code: depot for depot in rows}
        if initial is not None:
            self.depots.setdefault(initial.code, initial)
            self.initial = initial.code
        self.choices = [(code, f"{depot.name}（{code}）") for code, depot in self.depots.items()]

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return self.depots[chosen] if chosen else None


class HandOutForm(StepForm):
    holder = forms.CharField(
        label=_("领用人"),
        required=False,
        max_length=150,
        help_text=_("账号或姓名。领用人和网点至少填一项。"),
        widget=forms.TextInput(attrs={"list": "holders", "autocomplete": "off"}),
    )
    site = forms.CharField(label=_("送往网点"), required=False, max_length=32, help_text=_("网点编号。"))
    due_back = forms.DateTimeField(label=_("应还时间"), required=False, widget=forms.DateTimeInput)
    reference = forms.CharField(label=_("用于"), required=False, max_length=60, help_text=_("事件编号或用途。"))
    subject = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: Equipment, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, item=item, person=person, **kwargs)
        self.keeper = may_keep(person, item.depot)
        if not self.keeper:
            self.fields["holder"].initial = person.username
            self.fields["holder"].disabled = True
            self.fields["holder"].help_text = _("发给别人请联系库管员。")

    def clean_holder(self) -> Person | None:
        text = str(self.cleaned_data["holder"]).strip()
        if not self.keeper or text == self.person.username:
            return self.person
        return _person(self.item.depot, text) if text else None

    def clean_site(self) -> Site | None:
        return _site(self.person, str(self.cleaned_data["site"]).strip())


def _person(depot: Depot, text: str) -> Person:
    people = holders_for(depot)
    found = list(people.filter(username__iexact=text)[:1]) or list(people.filter(name=text)[:2])
    if not found:
        raise forms.ValidationError(_("负责这个区域的人员中没有 %(name)s。"), params={"name": text})
    if len(found) > 1:
        raise forms.ValidationError(_("有几位 %(name)s，请填写账号。"), params={"name": text})
    return found[0]


def _site(person: Person, code: str) -> Site | None:
    if not code:
        return None
    site = sites_for(person).filter(code=code).first()
    if site is None:
        raise forms.ValidationError(_("没有这个网点。"))
    return site


class _FoundForm(StepForm):
    depot = DepotField(label=_("存入备件库"))
    condition = forms.ChoiceField(label=_("状况"), choices=EquipmentCondition.choices, initial=EquipmentCondition.GOOD)

    def __init__(self, *args: Any, item: Equipment, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, item=item, person=person, **kwargs)
        depot: DepotField = self.fields["depot"]  # type: ignore[assignment]
        depot.offer(person, item.depot)
        self.fields["condition"].initial = item.condition


class FoundForm(_FoundForm):
    """Where it is kept from now on, and how it is."""


class BackForm(_FoundForm):
    battery_percent = forms.IntegerField(
        label=_("电量（%）"), help_text=_("低电量会提醒充电。"), required=False, min_value=0, max_value=100
    )

    def __init__(self, *args: Any, item: Equipment, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, item=item, person=person, **kwargs)
        if item.kind not in WITH_BATTERY:
            del self.fields["battery_percent"]


class MoveForm(StepForm):
    depot = DepotField(label=_("移到备件库"))

    def __init__(self, *args: Any, item: Equipment, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, item=item, person=person, **kwargs)
        depot: DepotField = self.fields["depot"]  # type: ignore[assignment]
        depot.offer(person, None)


class RepairedForm(StepForm):
    condition = forms.ChoiceField(
        label=_("状况"), choices=[one for one in EquipmentCondition.choices if one[0] != EquipmentCondition.FAULTY]
    )


class ConditionForm(StepForm):
    condition = forms.ChoiceField(label=_("状况"), choices=EquipmentCondition.choices)

    def __init__(self, *args: Any, item: Equipment, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, item=item, person=person, **kwargs)
        self.fields["condition"].initial = item.condition


class BatteryForm(StepForm):
    percent = forms.IntegerField(label=_("电量（%）"), help_text=_("低电量会提醒充电。"), min_value=0, max_value=100)


class EquipmentForm(forms.ModelForm[Equipment]):
    """What an item is. Where it is comes with its registration and is custody's afterwards."""

    code = forms.CharField(label=_("资产编号"), max_length=40, validators=[_CODE])
    depot_code = DepotField(label=_("所属备件库"))
    terminal_code = forms.CharField(
        label=_("网络中的终端"), required=False, max_length=40, help_text=_("备用终端已在网络中登记时填写设备编号。")
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)

    class Meta:
        model = Equipment
        fields = (
            "code",
            "kind",
            "model",
            "serial_number",
            "condition",
            "battery_percent",
            "maintenance_months",
            "maintenance_due",
            "note",
        )
        widgets = {"maintenance_due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    field_order = ["code", "kind", "model", "serial_number", "depot_code", "condition", "battery_percent"]

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["key"].initial = uuid4().hex
        self.fields["maintenance_due"].help_text = _("不填时按维护周期计算。")
        if self.instance.pk:
            self.fields["code"].disabled = True
            for name in ("depot_code", "terminal_code", "condition", "battery_percent", "key"):
                del self.fields[name]
        else:
            depot: DepotField = self.fields["depot_code"]  # type: ignore[assignment]
            depot.offer(person, None)

    def clean_battery_percent(self) -> int | None:
        percent: int | None = self.cleaned_data["battery_percent"]
        if percent is not None and self.cleaned_data.get("kind") == EquipmentKind.STANDBY_TERMINAL:
            raise forms.ValidationError(_("备用终端不登记电量。"))
        return percent

    def clean_terminal_code(self) -> Terminal | None:
        code = str(self.cleaned_data["terminal_code"]).strip()
        if not code:
            return None
        terminal = terminals_for(self.person).filter(code=code).first()
        if terminal is None:
            raise forms.ValidationError(_("没有这台终端。"))
        return terminal

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "depot_code" in cleaned:
            self.instance.depot = cleaned["depot_code"]
        if cleaned.get("terminal_code"):
            self.instance.terminal = cleaned["terminal_code"]
        return cleaned
