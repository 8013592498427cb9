"""Pages behind the login."""

from django.urls import path

from . import views

app_name = "cap"
urlpatterns = [
    path("", views.messages, name="list"),
    path("of/<str:number>/", views.of_notice, name="of_notice"),
    path("<str:identifier>/", views.message, name="message"),
    path("<str:identifier>/xml/", views.download, name="download"),
]
