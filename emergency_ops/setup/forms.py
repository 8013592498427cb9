"""Which provinces to load, and regions that are typed."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from resources.network.divisions import names
from resources.network.regions import WHOLE_COUNTRY, Level, is_well_formed, level

_LINE = re.compile(r"^(\d{6})\s+(\S.*)$")


def _provinces() -> list[tuple[str, str]]:
    return [(code, name) for code, name in names().items() if level(code) == Level.PROVINCE]


class RegionsForm(forms.Form):
    provinces = forms.MultipleChoiceField(
        label=_("省、自治区、直辖市"),
        choices=_provinces,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("连同所属的市一起载入；区县在导入网点时按编号自动补上。"),
    )
    typed = forms.CharField(
        label=_("另外要加的区域"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "310101 黄浦区"}),
        help_text=_("每行一个：六位区划代码、空格、名称。已有的代码会改成这个名称。"),
    )

    def clean_typed(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for number, line in enumerate(self.cleaned_data["typed"].splitlines(), start=1):
            if not line.strip():
                continue
            match = _LINE.match(line.strip())
            if match is None or not is_well_formed(match[1]):
                raise forms.ValidationError(_("第 %(line)d 行不是“六位区划代码 名称”。"), params={"line": number})
            found[match[1]] = match[2][:40]
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("provinces") and not cleaned.get("typed") and not self.errors:
            raise forms.ValidationError(_("请至少选择一个省，或填写一个区域。"))
        return cleaned

    def chosen(self) -> dict[str, str]:
        """Name by code of all that is to be there."""
        prefixes = tuple(code[:2] for code in self.cleaned_data["provinces"])
        listed = {code: name for code, name in names().items() if prefixes and code.startswith(prefixes)}
        return {WHOLE_COUNTRY: names()[WHOLE_COUNTRY], **listed, **self.cleaned_data["typed"]}
