"""Pages."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("<str:number>/responsible/", views.panel, name="responsible"),
    path("<str:number>/command/", views.roles, name="command"),
    path("<str:number>/command/take/", views.take, name="command_take"),
    path("<str:number>/command/back/", views.give_back, name="command_back"),
    path("<str:number>/command/hand-over/", views.hand_over, name="command_hand_over"),
    path("<str:number>/command/transfers/<int:transfer>/", views.transfer, name="command_transfer"),
    path("<str:number>/command/transfers/<int:transfer>/accept/", views.accept, name="command_accept"),
    path("<str:number>/command/transfers/<int:transfer>/withdraw/", views.withdraw, name="command_withdraw"),
]
