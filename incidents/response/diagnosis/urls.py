"""Pages; hung into those of incidents."""

from django.urls import path

from . import views

urlpatterns = [
    path("commands/", views.commands, name="commands"),
    path("commands/<int:pk>/", views.command, name="command"),
    path("commands/<int:pk>/cancel/", views.cancel, name="command_cancel"),
    path("commands/of-terminal/<str:code>/", views.of_terminal, name="diagnosis_of_terminal"),
    path("<str:number>/diagnosis/", views.of_incident, name="diagnosis"),
]
