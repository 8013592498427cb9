"""REST endpoints."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from .api import Reports, WarningViewSet

router = SimpleRouter()
router.register("warnings", WarningViewSet, "api-warning")
urlpatterns = [
    path("reports", Reports.as_view(), name="reports"),
    path("", include(router.urls)),
]
