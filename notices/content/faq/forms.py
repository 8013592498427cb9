"""Shapes of what is entered about the FAQ."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.wording import listed
from incidents.monitoring.choices import Category
from incidents.response.hotline.choices import Question
from incidents.response.hotline.placeholders import NAMES as PLACEHOLDERS

from .choices import Audience
from .models import FaqVersion
from .rules import LEAST_REASON
from .words import NAMES, FaqWords


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


def _explained() -> str:
    return str(listed(f"{{{name}}} {label}" for name, label in PLACEHOLDERS.items()))


class FaqForm(forms.Form):
    """A text. base: number of the version that is open, 0 for a new question."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    question = forms.CharField(label=_("问题"), max_length=200)
    answer = forms.CharField(
        label=_("答复"),
        max_length=2000,
        widget=_long(6),
        help_text=_("公众和坐席看到同样的话。一行一段，用平实的短句。"),
    )
    question_en = forms.CharField(label=_("问题（英文）"), max_length=300, required=False)
    answer_en = forms.CharField(label=_("答复（英文）"), max_length=4000, required=False, widget=_long(6))
    note = forms.CharField(
        label=_("坐席提示"), max_length=1000, required=False, widget=_long(2), help_text=_("只有热线坐席看到。")
    )
    note_en = forms.CharField(label=_("坐席提示（英文）"), max_length=2000, required=False, widget=_long(2))
    topic = forms.ChoiceField(label=_("问题类别"), help_text=_("热线坐席按类别查找。"), choices=Question.choices)
    category = forms.ChoiceField(label=_("原因类别"), choices=[("", _("全部")), *Category.choices], required=False)
    keywords = forms.CharField(
        label=_("关键词"), max_length=200, required=False, help_text=_("用空格分开，检索时使用。")
    )
    rank = forms.IntegerField(
        label=_("顺序"), help_text=_("数字小的排在前面。"), min_value=0, max_value=9999, initial=100
    )
    audience = forms.ChoiceField(
        label=_("公开范围"), help_text=_("“仅坐席”不会出现在公众的常见问题页。"), choices=Audience.choices
    )
    reason = forms.CharField(label=_("修改原因"), max_length=100, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["answer_en"].help_text = _("可用的占位符：%(names)s") % {"names": _explained()}

    def words(self) -> FaqWords:
        data: dict[str, Any] = {name: self.cleaned_data[name] for name in NAMES}
        texts = {name: _tidy(value) for name, value in data.items() if isinstance(value, str)}
        return FaqWords(**{**data, **texts})


class NewFaqForm(FaqForm):
    slug = forms.SlugField(
        label=_("网址"),
        max_length=40,
        required=False,
        help_text=_("公开页面的网址 /faq/…/，留空则自动生成，以后不变。"),
    )
    field_order = ("base", "question", "answer", "question_en", "answer_en", "note", "note_en", "slug")


class ReasonForm(forms.Form):
    """base: number of the version that was read."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = forms.CharField(label=_("原因"), min_length=LEAST_REASON, max_length=200)


class PublishForm(ReasonForm):
    reason = forms.CharField(label=_("紧急发布的理由"), max_length=200, required=False)


def initial_of(version: FaqVersion) -> dict[str, object]:
    return {**{name: getattr(version, name) for name in NAMES}, "base": version.number}


def _tidy(text: str) -> str:
    """One kind of line break, nothing at the ends."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()
