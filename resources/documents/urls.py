"""Papers: their state and their PDF."""

from django.urls import URLPattern

app_name = "papers"
urlpatterns: list[URLPattern] = []
