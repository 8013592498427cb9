"""Pages of those who write and publish the FAQ."""

from django.urls import path

from .views import items

app_name = "answers"
urlpatterns = [
    path("", items.items, name="list"),
    path("new/", items.create, name="create"),
    path("<int:pk>/", items.item, name="item"),
    path("<int:pk>/edit/", items.edit, name="edit"),
    path("<int:pk>/publish/", items.publish, name="publish"),
    path("<int:pk>/send-back/", items.send_back, name="send_back"),
    path("<int:pk>/take-down/", items.take_down, name="take_down"),
    path("<int:pk>/versions/<int:number>/", items.version, name="version"),
    path("<int:pk>/versions/<int:number>/restore/", items.restore, name="restore"),
]
