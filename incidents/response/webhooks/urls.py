"""Pages; hung into those of incidents."""

from django.urls import path

from . import views

urlpatterns = [
    path("webhooks/", views.endpoints, name="webhooks"),
    path("webhooks/<int:pk>/", views.endpoint, name="webhook"),
    path("webhooks/<int:pk>/renew/", views.renew, name="webhook_renew"),
    path("webhooks/<int:pk>/test/", views.test, name="webhook_test"),
    path("webhooks/calls/", views.calls, name="webhook_calls"),
    path("webhooks/calls/<int:pk>/", views.call, name="webhook_call"),
]
