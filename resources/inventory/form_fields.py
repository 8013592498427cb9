"""Fields of the inventory's forms: pieces, and what is named by its code."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from .models import PartType
from .rules import pieces


class PiecesField(forms.CharField):
    """A whole number of pieces, as `read` (rules.pieces) reads it."""

    def __init__(self, *, read: Callable[[str], int] = pieces.read, **kwargs: Any) -> None:
        self.read = read
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text in self.empty_values:
            return None
        try:
            return self.read(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class CodeField(forms.CharField):
    """A row named by its code. `rows` is set by the form: what the person may name."""

    unknown: Any = _("没有编号为 %(code)s 的记录。")
    rows: QuerySet[Any] | None = None

    def clean(self, value: Any) -> Any:
        code = super().clean(value)
        if code in self.empty_values or self.rows is None:
            return None
        row = self.rows.filter(code__iexact=code).first()
        if row is None:
            raise forms.ValidationError(self.unknown, params={"code": code})
        return row

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "code", "") if isinstance(value, Model) else value


class PartField(CodeField):
    """A part type that is in use. The page brings a list of suggestions with the id `parts`."""

    unknown = _("没有编号为 %(code)s 的备件，请从列表中选择。")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("备件编号"), "max_length": 40, **kwargs})
        self.rows = PartType.objects.filter(is_active=True)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "list": "parts", "autocomplete": "off"}


def request_key() -> forms.CharField:
    """A hidden field that names one request, so that a second click does nothing."""
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=60, initial=lambda: uuid4().hex)
