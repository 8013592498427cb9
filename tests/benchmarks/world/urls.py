"""The project's addresses, and a page with nothing on it: what its frame alone costs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from emergency_ops.urls import urlpatterns as project

FLOOR = "/bench/floor/"


def floor(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


urlpatterns = [*project, path(FLOOR.removeprefix("/"), floor)]
