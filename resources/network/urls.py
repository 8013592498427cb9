"""Pages."""

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from resources.importing import views as imports

from .views import labels, regions, site_labels, sites, terminals

app_name = "network"
urlpatterns: list[URLPattern] = [
    path("", RedirectView.as_view(pattern_name="network:sites"), name="home"),
    path("regions/", regions.regions, name="regions"),
    path("sites/", sites.sites, name="sites"),
    path("sites/new/", sites.create, name="site_create"),
    path("sites/labels/", site_labels.choose, name="site_labels"),
    path("sites/<str:code>/", sites.site, name="site"),
    path("sites/<str:code>/edit/", sites.edit, name="site_edit"),
    path("terminals/", terminals.terminals, name="terminals"),
    path("terminals/new/", terminals.create, name="terminal_create"),
    path("terminals/labels/", labels.choose, name="terminal_labels"),
    path("terminals/<str:code>/", terminals.terminal, name="terminal"),
    path("terminals/<str:code>/edit/", terminals.edit, name="terminal_edit"),
    path("terminals/<str:code>/status/", terminals.status, name="terminal_status"),
    path("import/", imports.upload, name="import"),
    path("import/template/<str:kind>.<str:file_format>", imports.blank, name="import_template"),
    path("import/<int:pk>/", imports.run, name="import_run"),
    path("import/<int:pk>/confirm/", imports.confirm, name="import_confirm"),
    path("import/<int:pk>/faulty.<str:file_format>", imports.faulty, name="import_faulty"),
]
