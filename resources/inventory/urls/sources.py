"""Where from."""

from django.urls import URLPattern, path

from resources.inventory.views import needs

urlpatterns: list[URLPattern] = [
    path("needs/", needs.needs, name="needs"),
    path("needs/reserve/", needs.reserve, name="needs_reserve"),
]
