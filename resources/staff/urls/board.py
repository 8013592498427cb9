"""Posts, the A/B board, the emergency team."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
