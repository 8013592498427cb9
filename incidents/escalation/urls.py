"""Pages."""

from django.urls import path

from . import views
from .channels.views import accounts
from .views import contact, deliveries, policies, simulation, system

app_name = "escalation"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("unread/", views.unread, name="unread"),
    path("read/", views.read_all, name="read_all"),
    path("<int:pk>/open/", views.open_message, name="open"),
    path("<int:pk>/read/", views.read, name="read"),
    path("about/<slug:kind>/<int:subject_id>/", views.for_subject, name="for_subject"),
    path("policies/", policies.policies, name="policies"),
    path("preferences/", contact.preferences, name="preferences"),
    path("preferences/<int:pk>/", contact.preferences, name="preferences_of"),
    path("preferences/<int:pk>/try/<slug:channel>/", contact.trial, name="try_channel"),
    path("policies/simulate/", simulation.page, name="simulate"),
    path("policies/new/", policies.policy, name="new_policy"),
    path("policies/<int:pk>/", policies.policy, name="policy"),
    path("policies/<int:pk>/move/", policies.move, name="move_policy"),
    path("policies/<int:pk>/retire/", policies.retire, name="retire_policy"),
    path("system/", system.page, name="system"),
    path("system/live/", system.live, name="system_live"),
    path("system/messages/<int:pk>/send-again/", system.send_again, name="send_again"),
    path("system/deadlines/<int:pk>/retry/", system.retry, name="retry"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("channels/", accounts.accounts, name="channels"),
    path("channels/new/<slug:channel>/", accounts.create, name="new_channel"),
    path("channels/test-email/", accounts.test_email, name="test_email"),
    path("channels/<int:pk>/", accounts.edit, name="channel"),
    path("channels/<int:pk>/test/", accounts.test, name="test_channel"),
    path("channels/<int:pk>/switch/", accounts.switch, name="switch_channel"),
]
