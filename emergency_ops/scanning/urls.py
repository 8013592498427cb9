"""Pages of scanning."""

from django.urls import URLPattern, path

from . import views

app_name = "scanning"
urlpatterns: list[URLPattern] = [path("", views.page, name="page")]
