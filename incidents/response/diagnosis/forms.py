"""Shapes of what people enter about remote commands."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from resources.staff.models import Person

from . import rules
from .access import kinds_for
from .choices import CommandKind

#: what only one kind asks for
FIELDS_OF = {
    "text": CommandKind.SHOW_TEXT,
    "minutes": CommandKind.SHOW_TEXT,
    "clear": CommandKind.SHOW_TEXT,
    "lines": CommandKind.FETCH_LOG,
}
LONGEST_MINUTES = 7 * 24 * 60


class CommandForm(forms.Form):
    """A command and what it needs; the terminals are chosen beside it."""

    kind = forms.ChoiceField(label=_("指令"))
    text = forms.CharField(
        label=_("显示的文字"),
        required=False,
        max_length=rules.LONGEST_TEXT,
        help_text=_("只用于“显示滚动提示”。"),
        widget=forms.TextInput({"data-for-kind": "show_text"}),
    )
    minutes = forms.IntegerField(
        label=_("显示多少分钟"),
        required=False,
        min_value=1,
        max_value=LONGEST_MINUTES,
        help_text=_("到时终端自行停止；不填则一直显示，直到被清除或替换。"),
        widget=forms.NumberInput({"data-for-kind": "show_text"}),
    )
    clear = forms.BooleanField(
        label=_("清除屏幕"),
        required=False,
        help_text=_("不填文字，撤下屏幕上正在滚动的提示。"),
        widget=forms.CheckboxInput({"data-for-kind": "show_text"}),
    )
    lines = forms.IntegerField(
        label=_("日志行数"),
        required=False,
        min_value=1,
        max_value=rules.MOST_LOG_LINES,
        initial=rules.USUAL_LOG_LINES,
        help_text=_("只用于“读取日志片段”。"),
        widget=forms.NumberInput({"data-for-kind": "fetch_log"}),
    )
    reason = forms.CharField(
        label=_("理由"), required=False, max_length=200, help_text=_("重启缴费程序必须填写，会写入处置记录。")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = kinds_for(person)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        for name, kind in FIELDS_OF.items():
            if kind not in kinds:
                del self.fields[name]

    def given(self, now: datetime) -> dict[str, Any]:
        """As `actions.send` takes it."""
        data = self.cleaned_data
        minutes = data.get("minutes")
        return {
            "kind": data["kind"],
            "params": {
                "text": data.get("text", ""),
                "clear": data.get("clear", False),
                "until": (now + timedelta(minutes=minutes)).isoformat() if minutes else "",
                "lines": data.get("lines"),
            },
            "reason": data["reason"],
        }
