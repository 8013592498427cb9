"""REST endpoints."""

from django.urls import path

from .api import Reports

urlpatterns = [
    path("reports", Reports.as_view(), name="reports"),
]
