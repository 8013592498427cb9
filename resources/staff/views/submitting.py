"""What every form page of this slice does with what is sent."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from emergency_ops.lib.errors import Forbidden, Refused

R = TypeVar("R")


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, be it nothing, or None where the form is only shown."""
    return request.POST if request.method == "POST" else None


def submitted(request: HttpRequest, form: Form, act: Callable[[], R]) -> R | None:
    """What the action answers; None where the form is only shown, not valid, or refused with a sentence that it now shows."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except Forbidden:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def form_page(request: HttpRequest, form: Form, title: str, back: str, **context: Any) -> HttpResponse:
    """A form alone on its page: title, perhaps `intro`, `submit` (the button's text), `danger`."""
    shown = {"form": form, "title": title, "back": back, **context}
    return render(request, "staff/form.html", shown)
