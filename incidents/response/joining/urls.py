"""Pages."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("<str:number>/gather/", views.gather, name="gather"),
    path("<str:number>/split/", views.split, name="split"),
    path("<str:number>/reclassify/", views.reclassify, name="reclassify"),
    path("<str:number>/related/", views.related, name="related"),
    path("<str:number>/relate/", views.relate, name="relate"),
    path("<str:number>/related/<int:relation>/end/", views.unrelate, name="unrelate"),
]
