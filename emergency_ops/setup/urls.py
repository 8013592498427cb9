"""Pages of the guide."""

from django.urls import URLPattern, path

from . import papers, views

__all__ = ["app_name", "papers", "urlpatterns"]

app_name = "setup"
urlpatterns: list[URLPattern] = [
    path("", views.guide, name="guide"),
    path("arrive/", views.arrive, name="arrive"),
    path("regions/", views.regions, name="regions"),
    path("sample/", views.sample_panel, name="sample"),
    path("sample/load/", views.load_sample, name="load_sample"),
    path("sample/take-back/", views.take_sample_back, name="take_sample_back"),
    path("rehearsal/", views.rehearse, name="rehearse"),
    path("test-page/", views.test_page, name="test_page"),
]
