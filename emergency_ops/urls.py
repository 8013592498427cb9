"""All addresses. Each slice brings its own; this file only says where they hang."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from incidents.response.online.views.public import follow
from notices.printing.walls.views.public import check
from resources.staff.views.language import choose

from . import health
from .dashboard.views import dashboard, dashboard_live, dashboard_rest

api: list[URLPattern | URLResolver] = [
    path("", include("resources.network.api_urls")),
    path("", include("resources.staff.api_urls")),
    path("", include("resources.inventory.api_urls")),
    path("", include("incidents.monitoring.api_urls")),
    path("", include("incidents.monitoring.patrols.api_urls")),
    path("", include("incidents.response.api_urls")),
    path("", include("incidents.response.counters.api_urls")),
    path("", include("incidents.response.dispatch.api_urls")),
    path("", include("incidents.response.tasks.api_urls")),
    path("", include("notices.channels.screens.api_urls")),
    path("", include("notices.printing.api_urls")),
    path("", include("notices.printing.walls.api_urls")),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
]

urlpatterns = [
    path("", dashboard, name="dashboard"),
    path("live/", dashboard_live, name="dashboard_live"),
    path("live/rest/", dashboard_rest, name="dashboard_rest"),
    path("wall/k/", include("emergency_ops.wall.public_urls")),
    path("wall/", include("emergency_ops.wall.urls")),
    path("network/", include("resources.network.urls")),
    path("staff/", include("resources.staff.urls")),
    path("inventory/", include("resources.inventory.urls")),
    path("papers/", include("resources.documents.urls")),
    path("attachments/", include("resources.attachments.urls")),
    path("patrols/", include("incidents.monitoring.patrols.urls")),
    path("", include("emergency_ops.offline.urls")),
    path("monitoring/", include("incidents.monitoring.urls")),
    path("incidents/", include("incidents.response.urls")),
    path("plans/", include("incidents.response.plans.urls")),
    path("tasks/", include("incidents.response.tasks.urls")),
    path("offline/", include("incidents.response.offline.urls")),
    path("dispatch/", include("incidents.response.dispatch.urls")),
    path("q/", include("incidents.response.counters.public_urls")),
    path("messages/", include("incidents.escalation.urls")),
    path("a/", include("incidents.escalation.channels.public_urls")),
    path("notices/cap/", include("notices.channels.cap.urls")),
    path("notices/channels/", include("notices.channels.urls")),
    path("notices/screens/", include("notices.channels.screens.urls")),
    path("notices/faq/", include("notices.content.faq.urls")),
    path("faq/", include("notices.content.faq.public_urls")),
    path("notices/templates/", include("notices.content.patterns.urls")),
    path("notices/walls/", include("notices.printing.walls.urls")),
    path("notices/", include("notices.printing.urls")),
    path("notices/", include("notices.content.urls")),
    path("status/", include("notices.channels.status.urls")),
    path("feeds/cap/", include("notices.channels.cap.public_urls")),
    path("glossary/", include("emergency_ops.glossary.urls")),
    path("pictures/", include("emergency_ops.pictures.urls")),
    path("setup/", include("emergency_ops.setup.urls")),
    path("scan/", include("emergency_ops.scanning.urls")),
    path("search/", include("emergency_ops.search.urls")),
    path("styleguide/", include("emergency_ops.styleguide.urls")),
    path("e/<str:code>", follow, name="emergency-code"),
    path("v/<str:code>", check, name="sheet-check"),
    path("api/v1/", include(api)),
    path("i18n/setlang/", choose, name="set_language"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
