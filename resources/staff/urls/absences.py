"""Absences, handovers, covers."""

from django.urls import path

from resources.staff.views import absences, covers, handovers

urlpatterns = [
    path("absences/", absences.absences, name="absences"),
    path("absences/new/", absences.plan, name="absence_plan"),
    path("absences/<int:pk>/", absences.absence, name="absence"),
    path("absences/<int:pk>/end/", absences.end, name="absence_end"),
    path("absences/<int:pk>/extend/", absences.longer, name="absence_extend"),
    path("absences/<int:pk>/cancel/", absences.cancel, name="absence_cancel"),
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/waiting/", handovers.waiting, name="handovers_waiting"),
    path("handovers/<int:pk>/", handovers.handover, name="handover"),
    path("handovers/<int:pk>/accept/", handovers.accept, name="handover_accept"),
    path("handovers/<int:pk>/decline/", handovers.decline, name="handover_decline"),
    path("handovers/<int:pk>/return/", handovers.hand_back, name="handover_return"),
    path("covers/", covers.covers, name="covers"),
    path("covers/new/", covers.name, name="cover_name"),
    path("covers/<int:pk>/cancel/", covers.cancel, name="cover_cancel"),
]
