"""What an event says, in the language of who reads it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from emergency_ops.lib.facts import told
from emergency_ops.lib.wording import listed

from .choices import AssignmentRole, TrainingResult
from .models import Person, Post, StaffEvent, Training
from .periods import between
from .sentences_absences import ABSENCES
from .sentences_duty import DUTY, DUTY_READERS
from .sentences_posts import ACCOUNTS, POSTS, QUALIFICATIONS

#: code of an event -> its sentence, with names for what stands in `params`
SENTENCES: Mapping[str, Promise] = {**POSTS, **QUALIFICATIONS, **ACCOUNTS, **DUTY, **ABSENCES}


def sentence(event: StaffEvent) -> str:
    """The event's sentence; the code itself where no sentence is known, and nothing that is missing stops it."""
    template = SENTENCES.get(event.code)
    if template is None:
        return event.code
    return told(template, event.params, lambda name, value: _READERS.get(name, _plain)(value))


def _plain(value: Any) -> str | int:
    if isinstance(value, list):
        return listed(value)
    return "—" if value is None else value if isinstance(value, int) else str(value)


def _role(value: str) -> str:
    return str(AssignmentRole(value).label) if value in AssignmentRole else value


def _result(value: str) -> str:
    return str(TrainingResult(value).label) if value in TrainingResult else value


def _period(value: list[str | None]) -> str:
    lower, upper = (datetime.fromisoformat(bound) if bound else None for bound in value)
    return between(lower, upper)


def _fields(changes: list[Any]) -> str:
    """Fields as forms call them, with what they were and what they became where that is known."""
    return listed(_change(*one) if isinstance(one, list | tuple) else _label(one) for one in changes)


def _change(name: str, before: Any, after: Any) -> str:
    return _("%(field)s（%(before)s → %(after)s）") % {
        "field": _label(name),
        "before": _value(name, before),
        "after": _value(name, after),
    }


def _label(name: str) -> str:
    return str(getattr(_FIELDS.get(name), "verbose_name", name))


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return listed(value) or "—"
    labels = dict(getattr(_FIELDS.get(name), "flatchoices", None) or ())
    return str(labels.get(value, value) or "—")


_FIELDS: Mapping[str, Any] = {
    field.name: field for model in (Training, Person, Post) for field in model._meta.get_fields()
}
_READERS: Mapping[str, Callable[[Any], str | int]] = {
    "role": _role,
    "result": _result,
    "validity": _period,
    "period": _period,
    "fields": _fields,
    **DUTY_READERS,
}
