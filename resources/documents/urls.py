"""Papers: their state and their PDF."""

from django.urls import path

from . import views

app_name = "papers"
urlpatterns = [
    path("<int:pk>/", views.paper, name="paper"),
    path("<int:pk>/live/", views.live, name="live"),
    path("<int:pk>/pdf/", views.pdf, name="pdf"),
    path("<int:pk>/retry/", views.retry, name="retry"),
    path("<int:pk>/<int:number>-<str:size>.png", views.page, name="page"),
]
