"""The style guide."""

from django.urls import URLPattern

app_name = "styleguide"
urlpatterns: list[URLPattern] = []
