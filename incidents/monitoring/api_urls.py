"""REST endpoints."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from .api import Reports, WarningViewSet
from .external.endpoint import External

router = SimpleRouter()
router.register("warnings", WarningViewSet, "api-warning")
urlpatterns = [
    path("external/<str:kind>", External.as_view(), name="api-external"),
    path("reports", Reports.as_view(), name="reports"),
    path("", include(router.urls)),
]
