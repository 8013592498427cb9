"""REST endpoints."""

from rest_framework.routers import SimpleRouter

from .api import FindingViewSet, RoundViewSet

router = SimpleRouter()
router.register("patrol-rounds", RoundViewSet, "api-patrol-round")
router.register("patrol-findings", FindingViewSet, "api-patrol-finding")
urlpatterns = router.urls
