"""Shapes of what people enter about notices. What is allowed is decided by the actions."""

import re
from collections.abc import Mapping
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.wording import listed
from incidents.response.forms import LocalTimeInput
from resources.network.access import regions_for, sees_region, sites_for
from resources.network.models import Region, Site
from resources.network.regions import WHOLE_COUNTRY
from resources.staff.models import Person

from . import registry
from .choices import Language, NoticeKind
from .models import Notice, ReviewRule, label_of, longest
from .told import FIELDS

_SEPARATORS: Final = re.compile(r"[\s,，;；、]+")
_PREFIX: Final = {Language.ZH: "zh", Language.EN: "en"}
#: rows of the fields that have several lines
_ROWS: Final = {"lead": 3, "instead": 5, "short": 2, "cash": 2, "priority": 2}
_HELP: Final = {
    "title": _("不超过32个字。"),
    "short": _("用于微博、终端屏幕和摘要，不超过100个字为宜。"),
    "instead": _("每行一个办法：在哪里、什么时间、怎样办。"),
    "cash": _("现金怎样交、打哪个电话。"),
}


class WordsForm(forms.Form):
    """A notice's words in both languages, side by side, and where it goes. `version`: what the editor had before them."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    began_at = forms.DateTimeField(label=_("开始时间"), widget=LocalTimeInput)
    expected_until = forms.DateTimeField(
        label=_("预计恢复时间"),
        help_text=_("会写在公告上；到时没有恢复，系统提醒更新。"),
        widget=LocalTimeInput,
        required=False,
    )
    expires_at = forms.DateTimeField(
        label=_("有效期至"),
        widget=LocalTimeInput,
        required=False,
        help_text=_("到期自动撤下；不填按预计恢复时间推算。"),
    )
    outlets = forms.MultipleChoiceField(
        label=_("发布渠道"), help_text=_("没有勾选的渠道不会出现这份公告。"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, person: Person, notice: Notice | None = None, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.kind = notice.kind if notice else kind
        for language, prefix in _PREFIX.items():
            for name in FIELDS:
                self.fields[f"{prefix}_{name}"] = _text_field(name, language)
        outlets = cast(forms.MultipleChoiceField, self.fields["outlets"])
        outlets.choices = [(outlet.code, outlet.label) for outlet in registry.outlets()]
        if notice is not None or self.kind != NoticeKind.MAINTENANCE:
            del self.fields["began_at"]
        if self.kind == NoticeKind.MAINTENANCE:
            self.fields["expected_until"].label = _("预计结束时间")
            self.fields["expected_until"].required = True
        elif self.kind == NoticeKind.ALL_CLEAR:
            del self.fields["expected_until"]

    def words(self) -> dict[str, dict[str, str]]:
        return {
            language.value: {name: self.cleaned_data[f"{prefix}_{name}"] for name in FIELDS}
            for language, prefix in _PREFIX.items()
        }

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Chinese beside English, field by field."""
        return [(self[f"zh_{name}"], self[f"en_{name}"]) for name in FIELDS]


class MaintenanceForm(WordsForm):
    """Planned maintenance also names its places."""

    region = forms.ModelChoiceField(Region.objects.none(), label=_("区域"), required=False, empty_label=_("全网"))
    sites = forms.CharField(
        label=_("网点编号"),
        widget=forms.Textarea({"rows": 2}),
        help_text=_("用逗号、空格或换行分开。"),
        max_length=20000,
    )
    work = forms.CharField(
        label=_("做什么"), max_length=60, required=False, help_text=_("例如 更换扫码头、升级缴费程序；用于生成文字。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = cast("forms.ModelChoiceField[Region]", self.fields["region"])
        region.queryset = regions_for(self.person)
        if not sees_region(self.person, WHOLE_COUNTRY):
            region.required, region.empty_label = True, None

    def clean_sites(self) -> list[Site]:
        codes = [code for code in _SEPARATORS.split(self.cleaned_data["sites"]) if code]
        found = {site.code: site for site in sites_for(self.person).filter(code__in=codes)}
        if unknown := [code for code in codes if code not in found]:
            raise forms.ValidationError(_("没有这些网点，或不在您的负责区域：%s") % listed(unknown[:8]))
        return [found[code] for code in dict.fromkeys(codes)]


class ReasonForm(forms.Form):
    text = forms.CharField(label=_("理由"), widget=forms.Textarea({"rows": 3}), max_length=200)


class ReviewRuleForm(forms.ModelForm[ReviewRule]):
    class Meta:
        model = ReviewRule
        fields = ("needs_second", "may_override")


def initial_of(words: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The form's initial values for words by language."""
    return {
        f"{_PREFIX[Language(language)]}_{name}": text
        for language, fields in words.items()
        for name, text in fields.items()
    }


def _text_field(name: str, language: Language) -> forms.CharField:
    rows = _ROWS.get(name)
    is_chinese = language == Language.ZH
    return forms.CharField(
        label=label_of(name) if is_chinese else _("%(field)s（英文）") % {"field": label_of(name)},
        max_length=longest(name),
        required=is_chinese,
        widget=forms.Textarea({"rows": rows}) if rows else forms.TextInput(),
        help_text=_HELP.get(name, "") if is_chinese else "",
    )
