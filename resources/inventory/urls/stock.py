"""Depots, part types, stock, the ledger, reservations, replenishment."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
