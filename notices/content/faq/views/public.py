"""`/faq/`: for everybody, without a login, a cookie or a script. Fit to be kept by browsers and proxies for a minute."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import conditional_page, require_safe

from incidents.response.hotline.choices import Question
from notices.content.faq import queries
from notices.content.faq.searching import LONGEST

CHINESE: Final = "zh-hans"
KEPT_FOR: Final = 60
View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """In the language of the address; the same bytes for everybody, so that they may be kept."""

    @wraps(view)
    def answer(request: HttpRequest, language: str = CHINESE, **kwargs: Any) -> HttpResponse:
        with override(language):
            response = view(request, language, **kwargs)
        request.session.accessed = False  # by the log's middleware alone; the page is the same for everybody
        response["Content-Language"] = str(language)
        response["Cache-Control"] = f"public, max-age={KEPT_FOR}"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return login_not_required(require_safe(conditional_page(answer)))


@public
def index(request: HttpRequest, language: str) -> HttpResponse:
    """All questions by topic, or with ?q= those that are found. One query."""
    answers = queries.told(language)
    asked = request.GET.get("q", "").strip()[:LONGEST]
    context: dict[str, Any] = {"asked": asked, "topics": queries.by_topic(answers), "count": len(answers)}
    if asked:
        hits, found = queries.found_among(answers, asked)
        context |= {"hits": hits, "is_near": found.is_near}
    return _page(request, "faq/public/index.html", language, "index", context)


@public
def entry(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """One answer, and others of its topic. An answer that is not public (any more) leads back to the questions."""
    answers = queries.told(language)
    found = next((one for one in answers if one.slug == slug), None)
    if found is None:
        return _page(request, "faq/public/missing.html", language, "index", {"topics": ()}, status=404)
    others = [one for one in answers if one.topic == found.topic and one.slug != slug]
    return _page(request, "faq/public/entry.html", language, "entry", {"answer": found, "others": others}, slug=slug)


@public
def priority(request: HttpRequest, language: str) -> HttpResponse:
    """Large print and plain words for those who come first; the telephone before everything else."""
    answers = [one for one in queries.told(language) if one.topic == Question.PRIORITY]
    return _page(request, "faq/public/priority.html", language, "priority", {"answers": answers})


def _page(
    request: HttpRequest,
    template: str,
    language: str,
    name: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    **of: Any,
) -> HttpResponse:
    shared = {
        "language": language,
        "suffix": "_en" if language == queries.ENGLISH else "",
        "hotline": settings.HOTLINE,
        "organisation": settings.ORGANISATION_NAME,
        "here": name,
        "in_chinese": reverse(f"faq:{name}", kwargs=of),
        "in_english": reverse(f"faq:{name}_en", kwargs=of),
    }
    return render(request, template, {**shared, **context}, status=status)
