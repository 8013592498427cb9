"""Turns a refusal raised in a page's view into one answer, the same everywhere."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from . import clock
from .errors import Refused
from .live_address import stream_origin


class RefusedMiddleware:
    """htmx gets the sentence as a toast (HX-Retarget), a plain browser a page with the way back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if getattr(request, "htmx", False):
            response = render(request, "components/toast.html", {"tone": "danger", "text": str(exception)})
            response.status_code = exception.status
            response["HX-Retarget"] = "#toasts"
            response["HX-Reswap"] = "beforeend"
            return response
        context = {"refusal": exception, "back": request.META.get("HTTP_REFERER", "/")}
        return render(request, "refused.html", context, status=exception.status)


class AccountMiddleware:
    """A part of a page (htmx) is for whoever the page was made for, which its header X-Person says by primary key: where somebody
    else has logged in since in the same browser, it is neither shown nor done (409), and js/account.js loads the page anew.
    Stands below the one that authenticates.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        made_for = request.headers.get("X-Person", "")
        if made_for and request.user.is_authenticated and made_for != str(request.user.pk):
            return HttpResponse(status=409, headers={"X-Person-Changed": "yes", "Cache-Control": "no-store"})
        return self.get_response(request)


class NoNulMiddleware:
    """No address holds a NUL: PostgreSQL knows no such text, so that looking one up would be an error of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404("NUL")
        return self.get_response(request)


class LiveMiddleware:
    """Lets pages connect to the event stream where that has a port of its own, and notes since when a page may have missed
    something: before anything was read for it. Stands below the middleware that writes the policy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.began = clock.now()  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html") and (origin := stream_origin(request)):
            update = {**getattr(response, "_csp_update", {}), "connect-src": ["'self'", origin]}
            response._csp_update = update  # type: ignore[attr-defined]
        return response


class SharedMiddleware:
    """An answer that a view has marked `is_same_for_all` goes out without cookies, and caches may give it to anybody: what the
    layers below say of languages and sessions is not true of it. `varies_by` names the header that it does depend on. Stands
    before all of them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(response, "is_same_for_all", False):
            for header in ("Vary", "Content-Language"):
                del response[header]
            if varies_by := getattr(response, "varies_by", ""):
                response["Vary"] = varies_by
            response.cookies.clear()
        return response


def toast(request: HttpRequest, text: str, level: int = messages.SUCCESS) -> None:
    """Say something once on the next page shown to this visitor."""
    messages.add_message(request, level, text)
