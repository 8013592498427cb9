"""The routes that may answer a GET, read from the resolver."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def names() -> set[str]:
    """The names, with namespaces, of all routes that do not refuse GET. Routes without a name are not there."""
    return {name for name, view in _walk(get_resolver().url_patterns) if _answers_get(view)}


def _walk(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, f"{prefix}{one.namespace}:" if one.namespace else prefix)
        elif isinstance(one, URLPattern) and one.name:
            yield prefix + one.name, one.callback


def _answers_get(view: Any) -> bool:
    """Class views, REST views and what django.views.decorators.http says; a view that says nothing answers GET."""
    while view is not None:
        if hasattr(view, "view_class"):
            return hasattr(view.view_class, "get")
        code = getattr(view, "__code__", None)
        if code is not None and "request_method_list" in code.co_freevars:
            allowed = view.__closure__[code.co_freevars.index("request_method_list")].cell_contents
            return "GET" in allowed
        view = getattr(view, "__wrapped__", None)
    return True
