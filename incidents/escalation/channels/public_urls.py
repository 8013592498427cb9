"""The short address of a link that acknowledges, for text messages: /a/<token>."""

from django.urls import path

from .views.links import acknowledge

app_name = "acknowledge"
urlpatterns = [path("<str:token>", acknowledge, name="link")]
