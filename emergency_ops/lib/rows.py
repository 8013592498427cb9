"""The rows of a list's table, written here and not in a template: a page has a thousand cells."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.template import Context
from django.template.base import render_value_in_context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from .listing import Column, Row

#: a text of so many characters is so short that breaking it would only hurt
SHORT = 12


def drawn_rows(context: Context, rows: Sequence[Row], shown: Callable[[Any], Any]) -> SafeString:
    """The first cell names the row. A column's template is given `obj` and `value`; other values are `shown`."""
    if not rows:
        return SafeString("")
    columns = [column for column, _value in rows[0].cells]
    openings = [_opening(column, is_first=number == 0) for number, column in enumerate(columns)]
    return SafeString("".join(_row(context, row, openings, shown) for row in rows))


def _row(context: Context, row: Row, openings: Sequence[tuple[str, str, str]], shown: Callable[[Any], Any]) -> str:
    texts = [_text(context, row, column, value, shown) for column, value in row.cells]
    return "<tr>{}</tr>\n".format("\n".join(_cells(row, openings, texts)))


def _cells(row: Row, openings: Sequence[tuple[str, str, str]], texts: Sequence[str]) -> Iterator[str]:
    values = (value for _column, value in row.cells)
    for number, (value, text, (before, short, after)) in enumerate(zip(values, texts, openings, strict=True)):
        is_short = short and isinstance(value, str) and len(value) <= SHORT
        opening = f"{before}{short if is_short else ''}{after}"
        if number:
            yield f"{opening}{text}</td>"
        elif row.href:
            yield f'{opening}<a class="table__link" href="{conditional_escape(row.href)}">{text}</a></th>'
        else:
            yield f"{opening}{text}</th>"


def _text(context: Context, row: Row, column: Column, value: Any, shown: Callable[[Any], Any]) -> str:
    if column.template is None:
        return render_value_in_context(shown(value), context)
    template: Any = context.template.engine.get_template(column.template)  # type: ignore[union-attr]
    with context.push(obj=row.obj, value=value, column=column, row=row):
        return str(template.render(context))


def _opening(column: Column, *, is_first: bool) -> tuple[str, str, str]:
    """A cell's tag up to where a short value's class stands, that class where it may, and the rest of the tag."""
    classes = ("is-numeric" if column.numeric else "") + (" is-wide" if column.wide else "")
    short = "" if column.wide else " is-short"
    if is_first:
        return f'<th scope="row" class="{classes}', short, '">'
    desktop = "" if column.phone else " is-desktop"
    return f'<td data-label="{conditional_escape(str(column.label))}" class="{classes}', short, f'{desktop}">'
