"""Counting."""

from django.urls import URLPattern, path

from resources.inventory.views import counting, stocktakes

urlpatterns: list[URLPattern] = [
    path("stocktakes/", stocktakes.stocktakes, name="stocktakes"),
    path("stocktakes-new/", stocktakes.start, name="stocktake_start"),
    path("stocktakes/<str:number>/", stocktakes.stocktake, name="stocktake"),
    path("stocktakes/<str:number>/count/", counting.count, name="stocktake_count"),
    path("stocktakes/<str:number>/count/add/", counting.add, name="stocktake_add"),
    path("stocktakes/<str:number>/entry/", counting.entry, name="stocktake_entry"),
    path("stocktakes/<str:number>/finish/", stocktakes.finish, name="stocktake_finish"),
    path("stocktakes/<str:number>/post/", stocktakes.post, name="stocktake_post"),
    path("stocktakes/<str:number>/recount/", stocktakes.recount, name="stocktake_recount"),
    path("stocktakes/<str:number>/cancel/", stocktakes.cancel, name="stocktake_cancel"),
    path("stocktakes/<str:number>/sheet/", stocktakes.sheet, name="stocktake_sheet"),
]
