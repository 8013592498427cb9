"""Pages of patrols, and what phones talk to."""

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from .views import arranging, rounds, sync

app_name = "patrols"
urlpatterns: list[URLPattern] = [
    path("", RedirectView.as_view(pattern_name="patrols:mine"), name="home"),
    path("mine/", rounds.mine, name="mine"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/<str:token>/", rounds.round_page, name="round"),
    path("rounds/<str:token>/answer/", rounds.answer, name="answer"),
    path("rounds/<str:token>/arrive/", rounds.arrived, name="arrive"),
    path("rounds/<str:token>/paper/", rounds.paper, name="paper"),
    path("rounds/<str:token>/print/", rounds.print_sheet, name="print"),
    path("terminals/<str:code>/", rounds.of_terminal, name="of_terminal"),
    path("session/", sync.session, name="session"),
    path("sync/", sync.sync, name="sync"),
    path("photo/<uuid:uuid>/", sync.photo, name="photo"),
    path("findings/", arranging.findings, name="findings"),
    path("findings/<int:pk>/", arranging.finding, name="finding"),
    path("statistics/", arranging.statistics, name="statistics"),
    path("statistics/people/", arranging.people_statistics, name="people_statistics"),
    path("settings/", arranging.settings, name="settings"),
    path("settings/all/", arranging.bulk, name="settings_bulk"),
    path("settings/<str:code>/", arranging.setting, name="setting"),
    path("checklists/", arranging.lists, name="checklists"),
    path("checklists/edit/", arranging.checklist, name="checklist"),
    path("checklists/drop/", arranging.drop_checklist, name="checklist_drop"),
]
