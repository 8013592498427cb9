"""REST endpoints."""

from rest_framework.routers import SimpleRouter

from .api import CounterViewSet

router = SimpleRouter()
router.register("counters", CounterViewSet, basename="api-counter")
urlpatterns = router.urls
