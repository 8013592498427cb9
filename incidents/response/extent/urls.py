"""Pages."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [path("<str:number>/extent/", views.extent, name="extent")]
