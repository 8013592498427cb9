"""Pages of the search."""

from django.urls import URLPattern, path

from . import pages, views

__all__ = ["app_name", "pages", "urlpatterns"]

app_name = "search"
urlpatterns: list[URLPattern] = [
    path("", views.page, name="page"),
    path("options/", views.options, name="options"),
]
