"""One page for every list: filter, sort, page and export, with or without JavaScript, in a fixed number of queries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext_lazy
from django_filters import FilterSet

from . import export
from .fields import prepare
from .filtering import Filter, filters_in_use
from .paging import Page, page_of
from .roles import Role, has_role


@dataclass(frozen=True)
class Column:
    """A column: `value(obj)` is shown, exported and handed to the cell template (as `obj` and `value`).

    `order` names the ORM field that sorts it; `term` is the key of the glossary that explains its head; `phone=False` leaves it out on narrow screens, `wide` lets it take the
    room that is left, `numeric` aligns it right. `export(obj)` replaces the value in downloads.
    """

    name: str
    label: object
    value: Callable[[Any], Any]
    order: str | None = None
    template: str | None = None
    numeric: bool = False
    wide: bool = False
    phone: bool = True
    export: Callable[[Any], Any] | None = None
    term: str = ""


def display(name: str) -> Callable[[Any], str]:
    """A column's value: the label of a field with choices. Ten times as quick as get_…_display, which counts in downloads."""

    def read(obj: Any) -> str:
        value = getattr(obj, name)
        return _labels(obj._meta.model, name, get_language() or "").get(value, str(value))

    return read


@cache
def _labels(model: Any, name: str, language: str) -> dict[Any, str]:
    field: Any = model._meta.get_field(name)
    return {value: str(label) for value, label in field.flatchoices}


@dataclass(frozen=True)
class Empty:
    """What a list says as long as there is nothing in it: what belongs here and how it comes.

    page: the named page where the first is made, with what the button says and the roles that may go there.
    """

    title: object
    text: object = ""
    icon: str = "inbox"
    page: str = ""
    action: object = ""
    roles: frozenset[Role] = frozenset(Role)

    def for_person(self, person: Any) -> "Empty":
        """Without the button for those who may not press it."""
        may = bool(self.page) and has_role(person, *self.roles)
        return self if may else replace(self, page="")

    @property
    def href(self) -> str:
        name, _sep, query = self.page.partition("?")
        return f"{reverse(name)}?{query}" if query else reverse(name) if name else ""


NOTHING = Empty(gettext_lazy("暂无记录"))


@dataclass(frozen=True)
class Header:
    """A column's head: where a click sorts, and how it is sorted now (for aria-sort)."""

    column: Column
    href: str
    sorted: str


@dataclass(frozen=True)
class Row:
    href: str
    cells: Sequence[tuple[Column, Any]]
    obj: Any


@dataclass(frozen=True)
class Listing:
    """Everything that the list's templates show."""

    title: object
    headers: Sequence[Header]
    rows: Sequence[Row]
    page: Page
    form: Any
    filters: Sequence[Filter]
    query: QueryDict = field(repr=False)
    path: str = ""
    empty: Empty = NOTHING
    term: str = ""

    @property
    def filter_query(self) -> str:
        """The filter and the order, without the page."""
        return self.address(page=None)

    @property
    def previous(self) -> str:
        return self.address(page=str(self.page.number - 1))

    @property
    def next(self) -> str:
        return self.address(page=str(self.page.number + 1))

    @property
    def exports(self) -> list[tuple[str, object]]:
        return [(self.address(page=None, export=kind), label) for kind, label in export.FORMATS.items()]

    @property
    def sort(self) -> str:
        return self.query.get("sort", "")

    def address(self, **changes: str | None) -> str:
        return _address(self.path, self.query, **changes)


def list_page(
    request: HttpRequest,
    *,
    queryset: QuerySet[Any],
    filterset_class: type[FilterSet],
    columns: Sequence[Column],
    template: str,
    title: object,
    export_name: str,
    default_order: str | tuple[str, ...],
    context: Mapping[str, Any] | None = None,
    row_href: Callable[[Any], str] | None = None,
    per_page: int = 50,
    empty: Empty = NOTHING,
    enrich: Callable[[Sequence[Any]], None] | None = None,
    head: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None,
    term: str = "",
) -> HttpResponseBase:
    """The list as a page, as its table alone (htmx), or as a download (?export=csv|csv-gb18030|xlsx).

    default_order: a field, or several where an index has them in this order.
    enrich: adds to the rows of a page what their cells show and no query of one row can bring.
    head: narrows the rows to some that stand before all others in the default order and that an index finds.
    term: the key of the glossary that explains what is listed.
    """
    filterset = _bound(request, filterset_class, queryset)
    rows = filterset.qs if filterset.is_valid() else queryset.none()
    default = (default_order,) if isinstance(default_order, str) else default_order
    order = _order(columns, request.GET.get("sort", ""), default)
    rows = rows.order_by(*order)
    kind = request.GET.get("export", "")
    if kind in export.FORMATS:
        return export.download(kind, rows, columns, export_name)
    foremost = head(rows) if head is not None and order[0] == default[0] else None
    page = page_of(rows, request.GET.get("page"), per_page, foremost)
    if enrich is not None:
        enrich(page.objects)
    words = {"title": title, "empty": empty.for_person(request.user), "term": term}
    listing = _listing(request, filterset, page, columns, default[0], row_href, **words)
    return _answer(request, template, {"title": title, **(context or {}), "listing": listing})


def _listing(
    request: HttpRequest,
    filterset: FilterSet,
    page: Page,
    columns: Sequence[Column],
    default_order: str,
    row_href: Callable[[Any], str] | None,
    **words: Any,
) -> Listing:
    return Listing(
        headers=_headers(request, columns, default_order),
        rows=[_row(obj, columns, row_href) for obj in page.objects],
        page=page,
        form=filterset.form,
        filters=_filters_in_use(request, filterset),
        query=request.GET,
        path=request.path,
        **words,
    )


def _bound(request: HttpRequest, filterset_class: type[FilterSet], queryset: QuerySet[Any]) -> FilterSet:
    """The filter as it was asked for, its fields ready to be shown."""
    filterset = filterset_class(request.GET, queryset=queryset, request=request)
    for bound in filterset.form:
        prepare(bound)
    return filterset


def _filters_in_use(request: HttpRequest, filterset: FilterSet) -> list[Filter]:
    if not filterset.is_valid():
        return []

    def without(names: Sequence[str]) -> str:
        return _address(request.path, request.GET, page=None, **dict.fromkeys(names))

    return filters_in_use(filterset.form, without)


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    htmx: Any = getattr(request, "htmx", None)
    fragment = bool(htmx and htmx.target == "list" and not htmx.history_restore_request)
    response = render(request, "components/_table.html" if fragment else template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _order(columns: Sequence[Column], asked: str, default: tuple[str, ...]) -> list[str]:
    """The order asked for if a column has it, with the primary key last so that pages never overlap."""
    order = next((c.order for c in columns if c.order and c.name == asked.removeprefix("-")), None)
    chosen = (f"{'-' if asked.startswith('-') else ''}{order}",) if order else default
    return [*chosen, "-pk" if chosen[-1].startswith("-") else "pk"]


def _headers(request: HttpRequest, columns: Sequence[Column], default: str) -> list[Header]:
    asked = request.GET.get("sort", "")
    known = {c.name for c in columns if c.order}
    if asked.removeprefix("-") not in known:
        by_order = {c.order: c.name for c in columns if c.order}
        name = by_order.get(default.removeprefix("-"), "")
        asked = f"-{name}" if default.startswith("-") else name
    return [_header(request, column, asked) for column in columns]


def _header(request: HttpRequest, column: Column, asked: str) -> Header:
    if not column.order:
        return Header(column, "", "")
    if column.name != asked.removeprefix("-"):
        return Header(column, _address(request.path, request.GET, sort=column.name, page=None), "none")
    downwards = asked.startswith("-")
    sort = column.name if downwards else f"-{column.name}"
    href = _address(request.path, request.GET, sort=sort, page=None)
    return Header(column, href, "descending" if downwards else "ascending")


def _row(obj: Any, columns: Sequence[Column], row_href: Callable[[Any], str] | None) -> Row:
    return Row(row_href(obj) if row_href else "", [(column, column.value(obj)) for column in columns], obj)


def _address(path: str, query: QueryDict, **changes: str | None) -> str:
    changed = query.copy()
    for key, value in {"export": None, **changes}.items():
        if value is None:
            changed.pop(key, None)
        else:
            changed[key] = value
    for key in [key for key, values in changed.lists() if not any(values)]:
        del changed[key]
    text = changed.urlencode()
    return f"{path}?{text}" if text else path
