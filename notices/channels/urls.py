"""Pages."""

from django.urls import path

from .views import accounts, deliveries

app_name = "channels"
urlpatterns = [
    path("", deliveries.deliveries, name="deliveries"),
    path("<int:pk>/", deliveries.delivery, name="delivery"),
    path("<int:pk>/<slug:verb>/", deliveries.say, name="say"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/<slug:channel>/", accounts.create, name="new_account"),
    path("accounts/<int:pk>/", accounts.edit, name="account"),
    path("accounts/<int:pk>/test/", accounts.test, name="test_account"),
    path("accounts/<int:pk>/switch/", accounts.switch, name="switch_account"),
]
