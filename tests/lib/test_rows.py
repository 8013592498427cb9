"""The rows of lists' tables."""

from typing import Any

from django.template import Context, engines

from emergency_ops.lib.listing import Column, Row

HREF = "/one/?a=1&b=2"


def drawn(*columns: Column, href: str = "", obj: Any = "甲") -> str:
    row = Row(href, [(column, column.value(obj)) for column in columns], obj)
    template: Any = engines["django"].from_string("{% load ui %}{% table_rows rows %}")
    return str(template.template.render(Context({"rows": [row]})))


def test_the_first_cell_names_the_row_and_leads_to_it() -> None:
    text = drawn(Column("name", "名称", str), href=HREF)

    assert '<th scope="row" class=" is-short"><a class="table__link" href="/one/?a=1&amp;b=2">甲</a></th>' in text


def test_values_are_escaped() -> None:
    assert "&lt;b&gt;" in drawn(Column("name", "名称", lambda _one: "<b>"))


def test_a_cell_says_its_columns_label() -> None:
    text = drawn(Column("name", "名称", str), Column("count", "数量 <n>", lambda _one: 1234, numeric=True, phone=False))

    assert '<td data-label="数量 &lt;n&gt;" class="is-numeric is-desktop">1,234</td>' in text


def test_a_wide_columns_values_may_break() -> None:
    assert 'class=" is-wide"' in drawn(Column("name", "名称", str, wide=True))


def test_nothing_is_drawn_of_no_rows() -> None:
    template: Any = engines["django"].from_string("{% load ui %}{% table_rows rows %}")

    assert str(template.template.render(Context({"rows": []}))) == ""
