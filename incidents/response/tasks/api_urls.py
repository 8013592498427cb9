"""REST endpoints."""

from rest_framework.routers import SimpleRouter

from .api import TaskViewSet

router = SimpleRouter()
router.register("tasks", TaskViewSet, basename="api-task")
urlpatterns = router.urls
