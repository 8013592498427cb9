"""Transfers, their slips, and scanning."""

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from resources.inventory.views import scanning, transfer_steps, transfers

urlpatterns: list[URLPattern] = [
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers-new/", transfers.create, name="transfer_create"),
    path("transfers/<str:number>/", transfers.transfer, name="transfer"),
    path("transfers/<str:number>/edit/", transfers.edit, name="transfer_edit"),
    path("transfers/<str:number>/send/", transfer_steps.send, name="transfer_send"),
    path("transfers/<str:number>/receive/", transfer_steps.receive, name="transfer_receive"),
    path("transfers/<str:number>/recall/", transfer_steps.recall, name="transfer_recall"),
    path("transfers/<str:number>/cancel/", transfer_steps.cancel, name="transfer_cancel"),
    path("transfers/<str:number>/slip/", transfer_steps.slip, name="transfer_slip"),
    path("scan/", RedirectView.as_view(pattern_name="scanning:page", query_string=True)),
    path("s/<str:token>/", scanning.scan, name="scan"),
]
