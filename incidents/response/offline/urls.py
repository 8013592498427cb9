"""What phones talk to about deeds done without a connection."""

from django.urls import URLPattern, path

from incidents.monitoring.patrols.views.sync import session

from . import views

app_name = "offline"
urlpatterns: list[URLPattern] = [
    path("sync/", views.sync, name="sync"),
    path("session/", session, name="session"),
]
