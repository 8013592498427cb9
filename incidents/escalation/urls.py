"""Pages."""

from django.urls import path

from . import views
from .views import system

app_name = "escalation"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("unread/", views.unread, name="unread"),
    path("read/", views.read_all, name="read_all"),
    path("<int:pk>/open/", views.open_message, name="open"),
    path("<int:pk>/read/", views.read, name="read"),
    path("about/<slug:kind>/<int:subject_id>/", views.for_subject, name="for_subject"),
    path("policies/", views.policies, name="policies"),
    path("policies/new/", views.policy, name="new_policy"),
    path("policies/<int:pk>/", views.policy, name="policy"),
    path("system/", system.page, name="system"),
    path("system/live/", system.live, name="system_live"),
    path("system/messages/<int:pk>/send-again/", system.send_again, name="send_again"),
    path("system/deadlines/<int:pk>/retry/", system.retry, name="retry"),
]
