"""Small corrections to form widgets, so that browsers offer their own controls and every input has a name."""

from typing import Any

from django.forms import (
    BoundField,
    DateField,
    DateInput,
    DateTimeField,
    DateTimeInput,
    Field,
    MultiValueField,
    MultiWidget,
    NullBooleanSelect,
    Select,
    TextInput,
    TimeInput,
    Widget,
)
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import BooleanWidget, SuffixedMultiWidget

#: what the parts of django-filter's range widgets are
_PART_LABELS: dict[str, str | Promise] = {
    "_min": _("最小"),
    "_max": _("最大"),
    "_after": _("从"),
    "_before": _("到"),
}


def prepare(bound: BoundField) -> None:
    """Gives dates and times native controls (their value in ISO form), names the parts of a range, says what no choice means."""
    widget = bound.field.widget
    _native(widget)
    if isinstance(widget, BooleanWidget | NullBooleanSelect):
        widget.choices = [("", _("不限")), ("true", _("是")), ("false", _("否"))]
    if isinstance(widget, MultiWidget):
        for part, suffix in zip(widget.widgets, part_suffixes(widget), strict=True):
            _native(part)
            part.attrs["aria-label"] = str(_PART_LABELS.get(suffix, suffix))
    if isinstance(widget, MultiWidget) and isinstance(bound.field, MultiValueField):
        for part, field in zip(widget.widgets, bound.field.fields, strict=False):
            _native_by_field(part, field)


def _native_by_field(widget: Widget, field: Field) -> None:
    """django-filter's ranges have text inputs, whatever they are ranges of."""
    if type(widget) is not TextInput:
        return
    if isinstance(field, DateTimeField):
        widget.input_type = "datetime-local"
    elif isinstance(field, DateField):
        widget.input_type = "date"


def part_suffixes(widget: MultiWidget) -> list[str]:
    """What is added to the field's name for each part of a compound widget."""
    if isinstance(widget, SuffixedMultiWidget):
        return [f"_{suffix}" if suffix else "" for suffix in widget.suffixes]
    names: list[str] = getattr(widget, "widgets_names")  # noqa: B009 - unknown to the stubs
    return names


def _native(widget: Widget) -> None:
    if isinstance(widget, DateTimeInput):
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(widget, DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    elif isinstance(widget, TimeInput):
        widget.input_type, widget.format = "time", "%H:%M"


class QuickSelect(Select):
    """A choice of very many: the options are written in one go, not each by a template of its own."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, mark_safe(" selected") if str(key) in chosen else "", label)
                for key, label in ((key or "", label) for key, label in self.choices)
            ),
        )
        return format_html(
            "<select{}>{}</select>", flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})})), options
        )
