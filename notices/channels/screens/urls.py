"""Pages; they hang beside those of notices."""

from django.urls import path

from . import views

app_name = "screens"
urlpatterns = [
    path("", views.showing, name="showing"),
    path("terminals/<str:code>/", views.of_terminal, name="of_terminal"),
    path("<str:number>/", views.notice, name="notice"),
    path("<str:number>/summary/", views.summary, name="summary"),
    path("<str:number>/choose/", views.choose, name="choose"),
    path("<str:number>/act/", views.act, name="act"),
]
