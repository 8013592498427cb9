"""What people enter to change the extent of an incident."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock
from incidents.response.forms import CODE_SEPARATORS, LocalTimeInput

from .actions import Change, Kind

KINDS = (
    (Kind.RESTORE.value, _("登记恢复")),
    (Kind.ADD.value, _("加入终端")),
    (Kind.REMOVE.value, _("移出终端")),
)


class ExtentForm(forms.Form):
    """Chosen by ticking (`site`, `terminal`) or by writing codes. `at` is the begin, or when they were back."""

    kind = forms.ChoiceField(label=_("操作"), choices=KINDS, initial=Kind.RESTORE.value, widget=forms.RadioSelect)
    codes = forms.CharField(
        label=_("终端或网点编号"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("在下面勾选，或在此填写；网点编号表示该网点全部终端。"),
    )
    since = forms.DateTimeField(
        label=_("自（恢复时间或开始时间）"),
        required=False,
        widget=LocalTimeInput(),
        help_text=_("恢复不填表示现在；移出不填表示自始不属于本事件。"),
    )
    until = forms.DateTimeField(
        label=_("至"),
        required=False,
        widget=LocalTimeInput(),
        help_text=_("加入或移出一段时间时填写；不填表示仍在持续。"),
    )
    reason = forms.CharField(label=_("理由"), required=False, widget=forms.Textarea({"rows": 2}), max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = f"{timezone.localtime(clock.now()):%Y-%m-%dT%H:%M}"
        for name in ("since", "until"):
            self.fields[name].widget.attrs["max"] = latest

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sent = cast(QueryDict, self.data)
        data["ticked_sites"] = sent.getlist("site")
        data["ticked_terminals"] = sent.getlist("terminal")
        if not (data.get("codes") or data["ticked_sites"] or data["ticked_terminals"]):
            self.add_error("codes", _("请勾选或填写至少一台终端或一个网点。"))
        return data

    def change(self, known_sites: set[str]) -> Change:
        """known_sites: which of the codes that were written are those of sites."""
        data = self.cleaned_data
        written = self.written()
        return Change(
            kind=Kind(data["kind"]),
            terminals=[*data["ticked_terminals"], *(code for code in written if code not in known_sites)],
            sites=[*data["ticked_sites"], *(code for code in written if code in known_sites)],
            since=data["since"],
            until=data["until"],
            reason=data["reason"],
        )

    def written(self) -> list[str]:
        return [code for code in CODE_SEPARATORS.split(self.cleaned_data["codes"]) if code]
