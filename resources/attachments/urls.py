"""Attachments: fetching and hiding them."""

from django.urls import path

from . import views

app_name = "attachments"
urlpatterns = [
    path("<int:pk>/", views.file, name="file"),
    path("<int:pk>/small/", views.thumbnail, name="thumbnail"),
    path("<int:pk>/hide/", views.hide, name="hide"),
]
