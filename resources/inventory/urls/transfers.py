"""Transfers and their slips."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
