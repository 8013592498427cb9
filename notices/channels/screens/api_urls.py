"""REST endpoints."""

from rest_framework.routers import SimpleRouter

from .api import ScreenTextViewSet, ScreenViewSet

router = SimpleRouter()
router.register("screens", ScreenViewSet, basename="api-screens")
router.register("screen-texts", ScreenTextViewSet, basename="api-screen-texts")
urlpatterns = router.urls
