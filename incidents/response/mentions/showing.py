"""A text with its mentions marked; names link to the person's page for those who may look people up."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .rules import parts_of


def marked(text: str, params: dict[str, Any], *, links: bool) -> str:
    """The text itself where nobody is mentioned, else safe HTML (line breaks are the template's)."""
    people = {name.lower(): key for key, name in params.get("mentions", ())}
    if not people:
        return text
    return format_html_join(
        "",
        "{}{}",
        (
            (before, _mark(name, people, links=links))
            for before, name in parts_of(text, [name for _key, name in params["mentions"]])
        ),
    )


def _mark(name: str, people: dict[str, int], *, links: bool) -> SafeString | str:
    if not name:
        return ""
    if not links:
        return format_html('<b class="mention">@{}</b>', name)
    address = reverse("staff:person", args=[people[name.lower()]])
    return format_html('<a class="mention" href="{}">@{}</a>', address, name)
