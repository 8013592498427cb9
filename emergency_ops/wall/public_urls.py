"""The wall by a secret address."""

from django.urls import URLPattern, path

from .views import kiosk

urlpatterns: list[URLPattern] = [
    path("<str:secret>/", kiosk, name="wall_kiosk"),
    path("<str:secret>/now/", kiosk, {"part": "now"}),
    path("<str:secret>/picture/", kiosk, {"part": "picture"}),
]
