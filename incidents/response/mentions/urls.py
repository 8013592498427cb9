"""Pages."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [path("<str:number>/people/", views.people, name="people")]
