"""Oneself and the directory."""

from django.urls import path

from resources.staff.views import people

urlpatterns = [
    path("preferences/", people.preferences, name="preferences"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
]
