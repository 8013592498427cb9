"""Addresses for everybody. Subscribers keep them."""

from django.urls import URLPattern, path

from . import public

urlpatterns: list[URLPattern] = [
    path("atom.xml", public.feed, name="cap_feed"),
    path("<str:identifier>.xml", public.alert, name="cap_alert"),
]
