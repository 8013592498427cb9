"""REST endpoints."""

from django.urls import path

from .api import Calls, Counts, Hotlines

urlpatterns = [
    path("hotlines", Hotlines.as_view(), name="api-hotlines"),
    path("hotlines/<int:pk>/counts", Counts.as_view(), name="api-hotline-counts"),
    path("hotlines/<int:pk>/calls", Calls.as_view(), name="api-hotline-calls"),
]
