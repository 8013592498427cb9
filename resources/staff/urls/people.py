"""Oneself and the directory."""

from django.urls import path

from resources.staff.views import people

urlpatterns = [
    path("preferences/", people.preferences, name="preferences"),
    path("people/", people.people, name="people"),
    path("people/new/", people.create, name="person_create"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.edit, name="person_edit"),
    path("people/<int:pk>/password/", people.password, name="person_password"),
]
