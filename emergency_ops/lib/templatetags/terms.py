"""`{% term "scope" %}`: a word of the glossary that explains itself where it stands."""

from typing import Any

from django import template
from django.template import Context

from emergency_ops.lib import glossary

register = template.Library()


def _explained(context: Context, key: str, **more: Any) -> dict[str, Any]:
    """What is shown. The explanation stands once in an answer; what asks for it again opens the same one."""
    request = context.get("request")
    seen: set[str] = getattr(request, "_terms", set())
    entry = glossary.get(key)
    is_first = key not in seen
    seen.add(key)
    if request is not None:
        request._terms = seen
    return {"entry": entry, "is_first": is_first, **more}


@register.inclusion_tag("components/term.html", takes_context=True)
def term(context: Context, key: str, label: object = "") -> dict[str, Any]:
    """The word with a dotted line; pressing it shows what it means. label: other words that stand for it here."""
    return _explained(context, key, label=label, look="word")


@register.inclusion_tag("components/term.html", takes_context=True)
def explain(context: Context, key: str) -> dict[str, Any]:
    """A small question mark beside a heading or a label; nothing for an empty key."""
    return _explained(context, key, look="mark") if key else {"entry": None}


@register.inclusion_tag("components/term.html", takes_context=True)
def explained_badge(context: Context, vocabulary: str, value: str | None) -> dict[str, Any]:
    """A badge that shows what its value means; nothing for no value."""
    if not value or f"{vocabulary}.{value}" not in glossary.entries():
        return {"entry": None, "vocabulary": vocabulary, "value": value, "look": "badge"}
    return _explained(context, f"{vocabulary}.{value}", vocabulary=vocabulary, value=value, look="badge")
