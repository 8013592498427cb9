"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def dashboard(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/page.html", {})


def dashboard_live(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/_live.html", {})
