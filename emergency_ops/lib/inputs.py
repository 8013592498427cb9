"""Writes the inputs of forms as Django's templates do: pages have hundreds, each of which is three templates there."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Context = Mapping[str, Any]
FOLDER: Final = "django/forms/widgets/"
INPUTS: Final = "checkbox color date datetime email hidden number password search tel text time url"


class InputRenderer(DjangoTemplates):
    """Form widgets without templates, where there is nothing in them but an input or a group of them."""

    def render(self, template_name: str, context: Any, request: Any = None) -> SafeString:
        draw = _DRAWN.get(template_name)
        if draw is None:
            return mark_safe(super().render(template_name, context, request))  # noqa: S308 - Django's own templates
        return mark_safe(draw(context["widget"]))  # noqa: S308 - every value is escaped


def _attributes(widget: Context) -> str:
    given = ((name, value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{conditional_escape(value)}"'
        for name, value in given
    )


def _input(widget: Context) -> str:
    value = widget["value"]
    written = "" if value is None else f' value="{conditional_escape(value)}"'
    return f'<input type="{widget["type"]}" name="{conditional_escape(widget["name"])}"{written}{_attributes(widget)}>'


def _option(widget: Context) -> str:
    if not widget.get("wrap_label"):
        return _input(widget)
    own = widget["attrs"].get("id")
    tied = f' for="{conditional_escape(own)}"' if own else ""
    return f"<label{tied}>{_input(widget)} {conditional_escape(widget['label'])}</label>"


def _inputs(widget: Context) -> str:
    """Radio buttons or boxes to tick, in groups where they have names."""
    named = {name: widget["attrs"].get(name) for name in ("id", "class")}
    about = "".join(f' {name}="{conditional_escape(value)}"' for name, value in named.items() if value)
    groups = (
        _grouped(name, "".join(f"<div>\n    {_option(one)}\n</div>" for one in options))
        for name, options, _ in widget["optgroups"]
    )
    return f"<div{about}>{''.join(groups)}\n</div>"


def _grouped(name: Any, options: str) -> str:
    return f"\n  <div><label>{conditional_escape(name)}</label>{options}\n  </div>" if name else options


def _textarea(widget: Context) -> str:
    text = conditional_escape(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{conditional_escape(widget["name"])}"{_attributes(widget)}>\n{text}</textarea>'


_DRAWN: Final[Mapping[str, Callable[[Context], str]]] = {
    **{f"{FOLDER}{kind}.html": _input for kind in INPUTS.split()},
    f"{FOLDER}radio.html": _inputs,
    f"{FOLDER}checkbox_select.html": _inputs,
    f"{FOLDER}textarea.html": _textarea,
}
