"""Calendar, rotas, shifts, swaps, feeds."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
