"""Equipment, custody, standby terminals, the list of technical equipment."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
