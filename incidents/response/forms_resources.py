"""Shapes of what people enter about an incident's resources. What is allowed is decided by the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from resources.inventory.actions.needs import MOST
from resources.inventory.choices import EquipmentKind
from resources.inventory.models import PartType
from resources.network.access import sites_for
from resources.network.models import Site
from resources.staff.models import Person

from .forms import SITES_TO_CHOOSE_FROM
from .models import Incident

REASON_LENGTH = 200


class NeedForm(forms.Form):
    """Something that a site needs: a part, or a kind of equipment."""

    site = forms.ModelChoiceField(label=_("网点"), queryset=Site.objects.none(), to_field_name="code", empty_label=None)
    thing = forms.ChoiceField(label=_("备件或设备"))
    quantity = forms.IntegerField(label=_("数量"), min_value=1, max_value=MOST, initial=1)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, incident: Incident, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites: forms.ModelChoiceField[Site] = self.fields["site"]  # type: ignore[assignment]
        affected = sites_for(person).filter(affected_terminals__incident=incident)
        sites.queryset = affected.distinct().order_by("code")
        if incident.affected_sites > SITES_TO_CHOOSE_FROM:
            sites.widget = forms.TextInput()
            sites.help_text = _("网点编号。")
        things: forms.ChoiceField = self.fields["thing"]  # type: ignore[assignment]
        things.choices = [("", _("请选择")), (_("备件"), _parts()), (_("移动设备"), _kinds())]

    def given(self) -> dict[str, Any]:
        """As the action takes it."""
        data = self.cleaned_data
        part, kind = thing_of(data["thing"])
        return {"site": data["site"], "quantity": data["quantity"], "part": part, "equipment_kind": kind} | {
            "note": data["note"]
        }


class QuantityForm(forms.Form):
    quantity = forms.IntegerField(label=_("数量"), min_value=1, max_value=MOST)


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("取消的原因"), max_length=REASON_LENGTH)


class ReleaseForm(forms.Form):
    reason = forms.CharField(label=_("释放的原因"), max_length=REASON_LENGTH)


def _parts() -> list[tuple[str, str]]:
    rows = PartType.objects.filter(is_active=True).order_by("code").values_list("pk", "name", "code")
    return [(f"part:{pk}", f"{name}（{code}）") for pk, name, code in rows]


def _kinds() -> list[tuple[str, Any]]:
    return [(f"kind:{kind}", label) for kind, label in EquipmentKind.choices]


def thing_of(value: str) -> tuple[PartType | None, str]:
    """The part, or the kind of equipment, that a form names as "part:17" or "kind:scanner". Raises Invalid."""
    what, _separator, name = value.partition(":")
    if what == "kind" and name in EquipmentKind.values:
        return None, name
    part = PartType.objects.filter(pk=name, is_active=True).first() if what == "part" and name.isdecimal() else None
    if part is None:
        raise Invalid("thing", _("没有这种备件或设备，请重新选择。"))
    return part, ""
