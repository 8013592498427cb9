"""The addresses of the API."""

from django.urls import URLPattern, URLResolver, include, path
from rest_framework.routers import SimpleRouter

from .api.absences import AbsenceViewSet, ActingView, CoverViewSet, HandoverViewSet
from .api.duty import CalendarDayViewSet, RotaViewSet, ShiftViewSet, SwapViewSet
from .api.people import PersonViewSet
from .api.posts import AssignmentViewSet, PostViewSet
from .api.qualifications import BadgeViewSet, RecordViewSet, TrainingViewSet

router = SimpleRouter()
router.register("people", PersonViewSet, "api-person")
router.register("posts", PostViewSet, "api-post")
router.register("assignments", AssignmentViewSet, "api-assignment")
router.register("trainings", TrainingViewSet, "api-training")
router.register("training-records", RecordViewSet, "api-training-record")
router.register("badges", BadgeViewSet, "api-badge")
router.register("absences", AbsenceViewSet, "api-absence")
router.register("handovers", HandoverViewSet, "api-handover")
router.register("covers", CoverViewSet, "api-cover")
router.register("shifts", ShiftViewSet, "api-shift")
router.register("rotas", RotaViewSet, "api-rota")
router.register("swaps", SwapViewSet, "api-swap")
router.register("calendar", CalendarDayViewSet, "api-calendar-day")
urlpatterns: list[URLPattern | URLResolver] = [
    path("acting/", ActingView.as_view(), name="api-acting"),
    path("", include(router.urls)),
]
