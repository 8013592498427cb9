"""Which filters of a list are in use, in the words of the form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.forms import BoundField, Form, ModelChoiceField, MultiWidget

from emergency_ops.lib.wording import listed

from .fields import part_suffixes


@dataclass(frozen=True)
class Filter:
    """A filter in use: what is asked, and the address without it."""

    label: object
    value: str
    href: str


def filters_in_use(form: Form, without: Callable[[Sequence[str]], str]) -> list[Filter]:
    """The filters that a valid form asks for. `without` gives the address without some parameters."""
    found = []
    for bound in form.visible_fields():
        names = parameters(bound)
        if any(form.data.get(name) for name in names):
            found.append(Filter(bound.label, words(bound, form.cleaned_data.get(bound.name)), without(names)))
    return found


def parameters(bound: BoundField) -> list[str]:
    """The names under which a field's value comes."""
    widget = bound.field.widget
    if isinstance(widget, MultiWidget):
        return [f"{bound.html_name}{suffix}" for suffix in part_suffixes(widget)]
    return [bound.html_name]


def words(bound: BoundField, cleaned: Any) -> str:
    """A value as its reader chose it."""
    if isinstance(cleaned, slice):
        return f"{_text(cleaned.start)} – {_text(cleaned.stop)}"
    if isinstance(cleaned, list | tuple | set | QuerySet):
        return listed(_word(bound, one) for one in cleaned)
    return _word(bound, cleaned)


def _word(bound: BoundField, value: Any) -> str:
    if isinstance(bound.field, ModelChoiceField):
        return str(value)
    field: Any = bound.field
    choices: Any = getattr(field, "choices", None) or getattr(field.widget, "choices", ())
    labels = {str(key).lower(): str(label).strip() for key, label in choices}
    return labels.get(str(value).lower(), str(value))


def _text(value: Any) -> str:
    return "…" if value is None else str(value)
