"""A form's field as it stands on a page: label, control, help and errors. Written here, for a page has a hundred of them."""

from django.forms import BoundField, CheckboxInput, FileInput, MultiWidget
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from .fields import ONE_OF, prepare
from .icons import icon

EMPTY = mark_safe("")


def labelled(bound: BoundField) -> SafeString:
    """The parts tied together for screen readers; a group of controls as a <fieldset>, whose label is its legend."""
    prepare(bound)
    if bound.is_hidden:
        return bound.as_widget()
    widget = bound.field.widget
    is_file = isinstance(widget, FileInput)
    if widget.use_fieldset and not is_file:
        return _group(bound)
    if isinstance(widget, CheckboxInput):
        return _check(bound)
    return format_html(
        '<div class="field{}{}">\n<label class="field__label" for="{}">{}</label>\n{}\n{}</div>',
        " field--file" if is_file else "", _invalid(bound), bound.id_for_label, _label(bound), bound.as_widget(), _notes(bound),
    )  # fmt: skip


def _group(bound: BoundField) -> SafeString:
    control = bound.as_widget()
    if isinstance(bound.field.widget, MultiWidget):
        control = format_html('<div class="field__range">{}</div>', control)
    about = bound.aria_describedby
    described = format_html(' aria-describedby="{}"', about) if about else EMPTY
    return format_html(
        '<fieldset class="field field--group{}"{}>\n<legend class="field__label">{}</legend>\n{}\n{}</fieldset>',
        _invalid(bound), described, _label(bound), control, _notes(bound),
    )  # fmt: skip


def _check(bound: BoundField) -> SafeString:
    return format_html(
        '<div class="field field--check{}">\n<label class="check" for="{}">{}<span>{}</span></label>\n{}</div>',
        _invalid(bound), bound.id_for_label, bound.as_widget(), bound.label, _notes(bound),
    )  # fmt: skip


def _label(bound: BoundField) -> SafeString:
    if bound.field.required or ONE_OF in bound.field.widget.attrs:
        return conditional_escape(bound.label)
    return format_html('{}<span class="field__optional">{}</span>', bound.label, gettext("（选填）"))


def _invalid(bound: BoundField) -> str:
    return " field--invalid" if bound.errors else ""


def _notes(bound: BoundField) -> SafeString:
    """What helps to fill it, and what is wrong with what was filled in."""
    notes = EMPTY
    if bound.help_text:
        help_text = mark_safe(str(bound.help_text))  # noqa: S308 - the project's own words
        notes += format_html('<div class="field__help" id="{}_helptext">{}</div>\n', bound.auto_id, help_text)
    if bound.errors:
        errors = format_html_join(" ", "{}", ((error,) for error in bound.errors))
        shown = format_html("{}<span>{}</span>", icon("exclamation-circle"), errors)
        notes += format_html('<p class="field__error" id="{}_error">{}</p>', bound.auto_id, shown)
    return notes
