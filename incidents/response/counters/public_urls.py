"""Addresses for everybody, short enough for a QR code on a receipt."""

from django.urls import URLPattern, path

from .views import public

urlpatterns: list[URLPattern] = [
    path("t/<str:token>/", public.ticket, name="counter_ticket"),
    path("t/<str:token>/leave/", public.leave, name="counter_leave"),
    path("s/<str:token>/", public.screen, name="counter_screen"),
    path("<str:token>/", public.take, name="counter_take"),
]
