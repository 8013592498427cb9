"""The form of a swap: shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from resources.network.models import Terminal
from resources.staff.models import Person

from .choices import EquipmentCondition
from .forms_equipment import DepotField, KeyedForm
from .models import Equipment
from .queries_swapping import replacements_for
from .rules.custody import TEXT_LENGTH


class SwapForm(KeyedForm):
    replacement = forms.ChoiceField(label=_("换上的备用终端"))
    condition = forms.ChoiceField(
        label=_("换下终端的状况"), choices=EquipmentCondition.choices, initial=EquipmentCondition.FAULTY
    )
    depot = DepotField(label=_("换下的终端送往"))
    serial_number = forms.CharField(label=_("换下终端的序列号"), required=False, max_length=60)
    text = forms.CharField(label=_("原因"), max_length=TEXT_LENGTH, help_text=_("例如 主控板烧毁；有事件编号请写上。"))
    accepted = forms.BooleanField(label=_("已核对型号和支付方式"), required=False)

    field_order = ["replacement", "text", "condition", "depot", "serial_number", "accepted", "key"]

    def __init__(self, *args: Any, terminal: Terminal, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = replacements_for(person, terminal)
        self.items: dict[str, Equipment] = {item.code: item for item in found}
        replacement: forms.ChoiceField = self.fields["replacement"]  # type: ignore[assignment]
        replacement.choices = [(item.code, _named(item)) for item in found]
        known = Equipment.objects.filter(terminal=terminal).select_related("depot").first()
        depot: DepotField = self.fields["depot"]  # type: ignore[assignment]
        depot.offer(person, known.depot if known else found[0].depot if found else None)
        if known is not None:
            del self.fields["serial_number"]

    def clean_replacement(self) -> Equipment:
        return self.items[self.cleaned_data["replacement"]]


def _named(item: Equipment) -> str:
    """Code, model, condition and where it is."""
    return " · ".join(
        filter(None, [item.code, item.model, str(item.get_condition_display()), str(item.holder or item.depot)])
    )


class FailedForm(forms.Form):
    """Which terminal an item is to replace."""

    terminal = forms.CharField(label=_("要更换的终端"), max_length=40, help_text=_("设备编号，贴在终端上。"))
