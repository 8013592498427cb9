"""Small corrections to form widgets, so that browsers offer their own controls and every input has a name."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
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
    SelectMultiple,
    TextInput,
    TimeInput,
    Widget,
)
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import BooleanWidget, SuffixedMultiWidget

#: attribute of a widget whose field may stay empty only where another one is filled, so that it is not called optional
ONE_OF = "data-one-of"

#: what the parts of django-filter's range widgets are
_PART_LABELS: dict[str, str | Promise] = {
    "_min": _("最小"),
    "_max": _("最大"),
    "_after": _("从"),
    "_before": _("到"),
}


class Options(BaseChoiceIterator):
    """Choices of a long list (value, label), which a form neither copies nor writes anew for every request."""

    def __init__(self, rows: tuple[tuple[str, str], ...]) -> None:
        self.rows = rows

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __deepcopy__(self, memo: Any) -> "Options":
        return self


class QuickSelect(Select):
    """Writes its options itself: lists of regions and people have thousands, each of which is a template of its own in Django."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {str(one) for one in self.format_value(value)}
        given = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "multiple": self.allow_multiple_selected}))
        options = mark_safe(_written(self.choices, chosen))  # noqa: S308 - every option is escaped
        return format_html('<select name="{}"{}>{}</select>', name, given, options)


class QuickSelectMultiple(QuickSelect, SelectMultiple):
    """The same for more than one."""


QUICK: Mapping[type[Widget], type[Widget]] = {Select: QuickSelect, SelectMultiple: QuickSelectMultiple}


def _written(choices: Any, chosen: set[str]) -> str:
    rows = choices.rows if isinstance(choices, Options) else getattr(getattr(choices, "choices", None), "rows", None)
    if rows is None:
        return "".join(_choice(key, label, chosen) for key, label in choices)
    before = islice(choices, len(choices) - len(rows))
    return "".join(_option(key, label, chosen) for key, label in before) + _selected(_kept(rows), chosen)


def written(options: Options, chosen: Any) -> SafeString:
    """The <option>s of a list that a template writes itself."""
    return mark_safe(_selected(_kept(options.rows), {str(chosen)}))  # noqa: S308 - every option is escaped


@lru_cache(maxsize=64)
def _kept(rows: tuple[tuple[str, str], ...]) -> str:
    return "".join(_option(key, label, set()) for key, label in rows)


def _selected(options: str, chosen: set[str]) -> str:
    for value in chosen:
        beginning = f'<option value="{conditional_escape(value)}"'
        options = options.replace(f"{beginning}>", f"{beginning} selected>")
    return options


def _choice(key: Any, label: Any, chosen: set[str]) -> str:
    return _group(key, label, chosen) if isinstance(label, list | tuple) else _option(key, label, chosen)


def _group(name: Any, choices: Any, chosen: set[str]) -> str:
    options = _selected(_kept(tuple((str(key), str(label)) for key, label in choices)), chosen)
    return f'<optgroup label="{conditional_escape(name)}">{options}</optgroup>'


def _option(key: Any, label: Any, chosen: set[str]) -> str:
    value = "" if key is None else str(key)
    selected = " selected" if value in chosen else ""
    return f'<option value="{conditional_escape(value)}"{selected}>{conditional_escape(label)}</option>'


def prepare(bound: BoundField) -> None:
    """Gives dates and times native controls (their value in ISO form), names the parts of a range, says what no choice means."""
    widget = bound.field.widget
    _native(widget)
    widget.__class__ = QUICK.get(type(widget), type(widget))
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
