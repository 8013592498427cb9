"""REST endpoints of walls."""

from rest_framework.routers import SimpleRouter

from .api import PostingViewSet

router = SimpleRouter()
router.register("postings", PostingViewSet, basename="api-postings")
urlpatterns = router.urls
