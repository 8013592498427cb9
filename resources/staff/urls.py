"""Pages."""

from django.urls import path

from . import views

app_name = "staff"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("people/", views.people, name="people"),
    path("people/<int:pk>/", views.person, name="person"),
]
