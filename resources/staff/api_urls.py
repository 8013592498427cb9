"""The addresses of the API."""

from django.urls import URLPattern, URLResolver, include, path
from rest_framework.routers import SimpleRouter

from .api import duty

router = SimpleRouter()
router.register("shifts", duty.ShiftViewSet, "api-shift")
router.register("rotas", duty.RotaViewSet, "api-rota")
router.register("swaps", duty.SwapViewSet, "api-swap")
router.register("calendar", duty.CalendarDayViewSet, "api-calendar-day")
urlpatterns: list[URLPattern | URLResolver] = [path("", include(router.urls))]
