"""REST endpoints."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from .api import RegionViewSet, SiteViewSet, TerminalViewSet

router = SimpleRouter()
router.register("regions", RegionViewSet, "api-region")
router.register("sites", SiteViewSet, "api-site")
router.register("terminals", TerminalViewSet, "api-terminal")
urlpatterns = [path("", include(router.urls))]
