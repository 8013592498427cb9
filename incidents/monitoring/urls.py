"""Pages."""

from django.urls import path

from .external.urls import urlpatterns as external
from .views import fleet, keys, rules, warnings

app_name = "monitoring"
urlpatterns = [
    *external,
    path("warnings/", warnings.warnings, name="warnings"),
    path("warnings/<int:pk>/", warnings.warning, name="warning"),
    path("warnings/<int:pk>/live/", warnings.warning_live, name="warning_live"),
    path("fleet/", fleet.fleet, name="fleet"),
    path("fleet/figures/", fleet.fleet_figures, name="fleet_figures"),
    path("terminals/<str:code>/state/", fleet.terminal_state, name="terminal_state"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<int:pk>/", rules.rule, name="rule"),
    path("rules/<int:pk>/preview/", rules.preview, name="rule_preview"),
    path("keys/", keys.keys, name="keys"),
    path("keys/<int:pk>/revoke/", keys.revoke, name="revoke_key"),
]
