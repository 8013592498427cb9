"""The addresses of the API."""

from rest_framework.routers import SimpleRouter

from .api import DispatchViewSet

router = SimpleRouter()
router.register("dispatches", DispatchViewSet, basename="api-dispatch")
urlpatterns = router.urls
