"""Pages of a counter, below /incidents/<number>/substitutes/<substitute>/counter/."""

from django.urls import URLPattern, path

from .views import arranging, calling, lists, printing, slips

urlpatterns: list[URLPattern] = [
    path("settings/", arranging.settings, name="counter_settings"),
    path("staff/", arranging.staff, name="counter_staff"),
    path("staff/join/<int:person>/", arranging.join, name="counter_join"),
    path("staff/<int:staff>/prolong/", arranging.prolong, name="counter_prolong"),
    path("staff/<int:staff>/depart/", arranging.depart, name="counter_depart"),
    path("equipment/", arranging.equipment, name="counter_equipment"),
    path("equipment/back/", arranging.give_back, name="counter_equipment_back"),
    path("cash/<str:moment>/", arranging.count_cash, name="counter_cash"),
    path("checks/<int:check>/", arranging.check, name="counter_check"),
    path("priority/", printing.priority_notice, name="counter_priority"),
    path("tickets/", lists.tickets, name="counter_tickets"),
    path("issue/", slips.issue, name="counter_issue"),
    path("tickets/<int:ticket>/slip/", slips.slip, name="counter_slip"),
    path("windows/<int:window>/", calling.window, name="counter_window"),
    path("windows/<int:window>/waiting/", calling.waiting, name="counter_waiting"),
    path("windows/<int:window>/next/", calling.call_next, name="counter_next"),
    path("windows/<int:window>/transfer/", calling.transfer, name="counter_transfer"),
    path("windows/<int:window>/pause/", calling.pause, name="counter_pause"),
    *(
        path(f"windows/<int:window>/{name}/", calling.step, {"name": name}, name=f"counter_{name}")
        for name in calling.STEPS
    ),
]
