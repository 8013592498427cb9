"""Addresses at the root: a worker answers for what lies below its own."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("app.<str:language>.webmanifest", views.manifest_file, name="manifest"),
    path("offline/", views.no_connection, name="no_connection"),
    path("sw.js", views.worker, name="service_worker"),
]
