"""Pages; hung into those of incidents."""

from django.urls import path

from .views import channels, codes

_OF = "<str:number>/substitutes/<int:substitute>"

urlpatterns = [
    path("channels/", channels.channel_list, name="channels"),
    path("channels/new/", channels.create, name="channel_create"),
    path("channels/<int:pk>/", channels.channel, name="channel"),
    path("channels/<int:pk>/edit/", channels.edit, name="channel_edit"),
    path("<str:number>/codes/revoke/", codes.revoke_many, name="codes_revoke"),
    path(f"{_OF}/channels/", channels.name_for, name="channels_named"),
    path(f"{_OF}/codes/", codes.code_list, name="codes"),
    path(f"{_OF}/codes/make/", codes.make, name="codes_make"),
    path(f"{_OF}/codes/add/", codes.add, name="code_add"),
    path(f"{_OF}/codes/prolong/", codes.prolong, name="codes_prolong"),
    path(f"{_OF}/codes/<str:code>/", codes.code, name="code"),
    path(f"{_OF}/codes/<str:code>/screen/", codes.screen, name="code_screen"),
    path(f"{_OF}/codes/<str:code>/revoke/", codes.revoke, name="code_revoke"),
    path(f"{_OF}/codes/<str:code>/print/", codes.print_one, name="code_print"),
]
