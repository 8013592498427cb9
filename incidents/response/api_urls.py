"""REST endpoints."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from .api import IncidentViewSet
from .diagnosis.api import TerminalCommandViewSet
from .diagnosis.device_api import Answers, Commands

router = SimpleRouter()
router.register("incidents", IncidentViewSet, basename="api-incident")
router.register("terminal-commands", TerminalCommandViewSet, basename="api-terminal-command")
urlpatterns = [
    path("commands", Commands.as_view(), name="api-commands"),
    path("commands/<uuid:command>/answer", Answers.as_view(), name="api-command-answer"),
    *router.urls,
]
