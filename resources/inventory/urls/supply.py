"""The supply chain list."""

from django.urls import URLPattern, path

from resources.inventory.views import supply

urlpatterns: list[URLPattern] = [
    path("supply/", supply.supplies, name="supplies"),
    path("supply/print/", supply.paper, name="supply_print"),
    path("supply/new/", supply.create, name="supply_create"),
    path("supply/<str:number>/", supply.page, name="supply"),
    path("supply/<str:number>/take/", supply.take, name="supply_take"),
    path("supply/<str:number>/<slug:name>/", supply.step, name="supply_step"),
]
