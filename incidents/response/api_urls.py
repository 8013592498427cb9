"""REST endpoints."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from .api import IncidentViewSet
from .diagnosis.api import TerminalCommandViewSet
from .diagnosis.device_api import Answers, Commands
from .hotline.api_urls import urlpatterns as hotline
from .online.api import EmergencyCodeViewSet, OnlineChannelViewSet

router = SimpleRouter()
router.register("incidents", IncidentViewSet, basename="api-incident")
router.register("terminal-commands", TerminalCommandViewSet, basename="api-terminal-command")
router.register("online-channels", OnlineChannelViewSet, basename="api-online-channel")
router.register("emergency-codes", EmergencyCodeViewSet, basename="api-emergency-code")
urlpatterns = [
    *hotline,
    path("commands", Commands.as_view(), name="api-commands"),
    path("commands/<uuid:command>/answer", Answers.as_view(), name="api-command-answer"),
    *router.urls,
]
