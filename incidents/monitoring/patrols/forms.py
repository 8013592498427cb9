"""Forms of patrols: the answers of a checklist as they are posted, settings, checklists, typing in what came back on paper."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.monitoring.evidence import fault_name
from incidents.monitoring.reported.rules import MEANINGS
from resources.network.queries import region_choices
from resources.staff.models import Person

from .choices import GRACE_MINUTES, INTERVAL_MINUTES, Item, Outcome
from .models import PatrolRound
from .queries import TerminalSheet
from .recording import Entry
from .rules import CheckItem

REMARK = 300


def answers_of(
    data: Mapping[str, Any], one: PatrolRound, sheets: Sequence[TerminalSheet], seen_at: datetime
) -> Iterator[Entry]:
    """The entries in a posted form, one for each thing that was answered. Each field's name ends in -<terminal id>-<item>."""
    for sheet in sheets:
        for item in sheet.items:
            name = f"{sheet.terminal.pk}-{item.code}"
            outcome = data.get(f"outcome-{name}", "")
            if outcome not in Outcome.values:
                continue
            yield Entry(
                uuid=_uuid(data.get(f"uuid-{name}", "")),
                round=one.token,
                terminal=sheet.terminal.code,
                item=item.code,
                outcome=outcome,
                seen_at=seen_at,
                fault_code=data.get(f"fault-{name}", "")[:40],
                remark=data.get(f"remark-{name}", "").strip()[:REMARK],
                scanned=data.get("scanned", "") == sheet.terminal.code,
            )


def retype(data: Mapping[str, Any], sheets: Sequence[TerminalSheet]) -> None:
    """Put what was posted back into the page, so that nobody types it twice."""
    for sheet in sheets:
        for item in sheet.items:
            name = f"{sheet.terminal.pk}-{item.code}"
            item.typed = {part: data.get(f"{part}-{name}", "") for part in ("outcome", "fault", "remark")}
            item.uuid = data.get(f"uuid-{name}", "") or item.uuid


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


class PaperForm(forms.Form):
    """Who went round and when, as it stands on the paper."""

    person = forms.ModelChoiceField(label=_("巡检人"), queryset=Person.objects.none())
    seen_at = forms.DateTimeField(
        label=_("纸上的时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    def __init__(self, *args: Any, people: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        field: Any = self.fields["person"]
        field.queryset = people

    def clean_seen_at(self) -> datetime:
        at: datetime = self.cleaned_data["seen_at"]
        if at > self.now:
            raise forms.ValidationError(_("纸上的时间不能晚于现在。"))
        return at


class ResolveForm(forms.Form):
    reason = forms.CharField(label=_("处理说明"), max_length=200, help_text=_("例如：14:20 更换打印纸，试打正常。"))


class SettingForm(forms.Form):
    interval_minutes = forms.IntegerField(
        label=_("间隔（分钟）"), min_value=0, max_value=1440, initial=INTERVAL_MINUTES, help_text=_("0 表示不巡检。")
    )
    grace_minutes = forms.IntegerField(
        label=_("宽限（分钟）"),
        min_value=1,
        max_value=720,
        initial=GRACE_MINUTES,
        help_text=_("计划时间过后多久未完成算超时。"),
    )


class BulkForm(SettingForm):
    region = forms.ChoiceField(label=_("区域"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["region"]
        field.choices = [("", _("请选择区域")), *region_choices(person)]


class ItemForm(forms.Form):
    """A line of a checklist: a shipped item or one of one's own, and the faults to choose from."""

    code = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("检查项"), max_length=40, required=False)
    faults = forms.MultipleChoiceField(
        label=_("可选故障"), help_text=_("发现问题时可选的故障，会成为预警的原因。"), required=False
    )
    keep = forms.BooleanField(label=_("列入检查表"), help_text=_("不勾选的项不会出现在手机上。"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["faults"]
        field.choices = [(code, fault_name(code)) for code in MEANINGS]
        if self.initial.get("code") in Item.values:
            self.fields["name"].widget.attrs["readonly"] = True

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("keep") and not data.get("code") and not data.get("name", "").strip():
            self.add_error("name", _("请填写检查项的名称。"))
        return data

    def item(self) -> CheckItem | None:
        """None where it is not to be in the list."""
        data = self.cleaned_data
        if not data.get("keep"):
            return None
        code = data["code"] or f"own-{uuid.uuid5(uuid.NAMESPACE_OID, data['name'].strip()).hex[:12]}"
        name = "" if code in Item.values else data["name"].strip()
        return CheckItem(code, name, tuple(data["faults"]))


ItemFormSet = forms.formset_factory(ItemForm, extra=2, max_num=30)
