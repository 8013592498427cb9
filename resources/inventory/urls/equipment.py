"""Equipment, custody, standby terminals, the list of technical equipment."""

from django.urls import URLPattern, path

from resources.inventory.views import custody, equipment, labels, swapping

urlpatterns: list[URLPattern] = [
    path("equipment/", equipment.equipment_list, name="equipment_list"),
    path("equipment-new/", equipment.register, name="equipment_register"),
    path("equipment-of/depot/<str:code>/", equipment.of_depot, name="equipment_of_depot"),
    path("equipment-of/<slug:kind>/<int:number>/", equipment.of_subject, name="equipment_of_subject"),
    path("equipment/<str:code>/", equipment.page, name="equipment"),
    path("equipment/<str:code>/edit/", equipment.edit, name="equipment_edit"),
    path("equipment/<str:code>/do/<slug:name>/", custody.step, name="equipment_step"),
    path("equipment/<str:code>/swap/", swapping.with_item, name="equipment_swap"),
    path("swap/<str:code>/", swapping.of_terminal, name="swap"),
    path("swaps-of/<str:code>/", swapping.swaps_of_terminal, name="swaps_of_terminal"),
    path("equipment-labels/", labels.choose, name="equipment_labels"),
]
