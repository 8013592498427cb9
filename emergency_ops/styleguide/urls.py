"""The style guide."""

from django.urls import path

from . import views

app_name = "styleguide"
urlpatterns = [
    path("", views.page, name="page"),
    path("toast/", views.toast, name="toast"),
    path("refuse/", views.refuse, name="refuse"),
]
