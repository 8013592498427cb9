"""Addresses of the pictures."""

from django.urls import URLPattern, path

from . import views

app_name = "pictures"
urlpatterns: list[URLPattern] = [
    path("", views.page, name="pictures"),
    path("report/", views.report, name="report"),
    path("terminals/<str:code>/", views.of_terminal, name="of_terminal"),
    path("counters/<int:pk>/", views.of_counter, name="of_counter"),
    path("report/<slug:section>/", views.of_report, name="of_report"),
    path("<slug:section>/", views.page, name="page"),
    path("<slug:section>/embedded/", views.embedded, name="embedded"),
    path("<slug:section>/<slug:key>/table/", views.table, name="table"),
]
