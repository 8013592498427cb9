"""Addresses for everybody. Chinese at /status/, the same in English at /status/en/: a path, so that any cache and any plain web
server tells them apart.
"""

from collections.abc import Iterator

from django.urls import URLPattern, path

from notices.content.choices import Language

from . import views

app_name = "status"


def _in(language: str, prefix: str, suffix: str) -> Iterator[URLPattern]:
    """The same pages in one language."""
    kwargs = {"language": language}
    yield path(prefix, views.index, kwargs, name=f"index{suffix}")
    yield path(f"{prefix}regions/<str:code>/", views.region, kwargs, name=f"region{suffix}")
    yield path(f"{prefix}sites/<str:code>/", views.site, kwargs, name=f"site{suffix}")
    yield path(f"{prefix}notices/<str:number>/", views.notice, kwargs, name=f"notice{suffix}")
    yield path(f"{prefix}history/", views.history, kwargs, name=f"history{suffix}")
    yield path(f"{prefix}history/<str:month>/", views.history, kwargs, name=f"month{suffix}")
    yield path(f"{prefix}atom.xml", views.atom, kwargs, name=f"atom{suffix}")
    yield path(f"{prefix}<path:rest>/", views.nothing, kwargs)


urlpatterns: list[URLPattern] = [
    path("style.<slug:mark>.css", views.stylesheet, name="style"),
    *_in(Language.EN, "en/", "_en"),
    *_in(Language.ZH, "", ""),
]
