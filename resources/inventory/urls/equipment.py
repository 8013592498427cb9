"""Equipment, custody, standby terminals, the list of technical equipment."""

from django.urls import URLPattern, path

from resources.inventory.views import custody, equipment, equipment_lists, labels, swapping

urlpatterns: list[URLPattern] = [
    path("equipment/", equipment.equipment_list, name="equipment_list"),
    path("equipment-new/", equipment.register, name="equipment_register"),
    path("equipment-of/depot/<str:code>/", equipment.of_depot, name="depot_equipment"),
    path("equipment-of/<slug:kind>/<int:number>/", equipment.of_subject, name="equipment_of_subject"),
    path("equipment/<str:code>/", equipment.page, name="equipment"),
    path("equipment/<str:code>/edit/", equipment.edit, name="equipment_edit"),
    path("equipment/<str:code>/do/<slug:name>/", custody.step, name="equipment_step"),
    path("equipment/<str:code>/swap/", swapping.with_item, name="equipment_swap"),
    path("swap/<str:code>/", swapping.of_terminal, name="swap"),
    path("swaps-of/<str:code>/", swapping.swaps_of_terminal, name="swaps_of_terminal"),
    path("equipment-labels/", labels.choose, name="equipment_labels"),
    path("technical-list/", equipment_lists.versions, name="list_versions"),
    path("technical-list/draft/", equipment_lists.draft, name="list_draft"),
    path("technical-list/<int:number>/", equipment_lists.version, name="list_version"),
    path("technical-list/<int:number>/file/", equipment_lists.download, name="list_download"),
    path("technical-list/<int:number>/paper/", equipment_lists.paper, name="list_paper"),
]
