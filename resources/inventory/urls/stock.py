"""Depots, part types, stock, the ledger, reservations, replenishment."""

from django.urls import URLPattern, path

from resources.inventory.views import deliveries, depots, levels, movements, parts, replenishment, reservations

urlpatterns: list[URLPattern] = [
    path("stock/", levels.stock, name="stock"),
    path("stock/<str:depot>/<str:part>/", levels.level, name="level"),
    path("stock/<str:depot>/<str:part>/minimum/", levels.minimum, name="minimum"),
    path("depots/", depots.depots, name="depots"),
    path("depots/new/", depots.create, name="depot_create"),
    path("depots/<str:code>/", depots.depot, name="depot"),
    path("depots/<str:code>/edit/", depots.edit, name="depot_edit"),
    path("parts/", parts.parts, name="parts"),
    path("parts/new/", parts.create, name="part_create"),
    path("parts/<str:code>/", parts.part, name="part"),
    path("parts/<str:code>/edit/", parts.edit, name="part_edit"),
    path("movements/", movements.movements, name="movements"),
    path("movements/new/<str:kind>/", movements.create, name="movement_create"),
    path("reservations/", reservations.reservations, name="reservations"),
    path("reservations/<int:pk>/", reservations.reservation, name="reservation"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/new/", deliveries.create, name="delivery_create"),
    path("deliveries/<int:pk>/", deliveries.delivery, name="delivery"),
    path("deliveries/<int:pk>/arrive/", deliveries.arrive, name="delivery_arrive"),
    path("deliveries/<int:pk>/postpone/", deliveries.postpone, name="delivery_postpone"),
    path("deliveries/<int:pk>/cancel/", deliveries.cancel, name="delivery_cancel"),
    path("replenishment/", replenishment.replenishment, name="replenishment"),
    path("replenishment/transfer/", replenishment.transfer, name="replenishment_transfer"),
    path("replenishment/order/", replenishment.order, name="replenishment_order"),
]
