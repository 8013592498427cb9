"""The page of the glossary."""

from django.urls import URLPattern, path

from . import searched, views

__all__ = ["app_name", "searched", "urlpatterns"]

app_name = "glossary"
urlpatterns: list[URLPattern] = [path("", views.page, name="page")]
