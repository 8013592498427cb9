"""Pages."""

from django.urls import path

from . import views

app_name = "content"
urlpatterns = [
    path("", views.notices, name="list"),
    path("new/", views.create, name="create"),
    path("rules/", views.review_rules, name="review_rules"),
    path("of/<str:number>/", views.incident, name="incident"),
    path("of/<str:number>/panel/", views.panel, name="panel"),
    path("<str:number>/", views.notice, name="notice"),
    path("<str:number>/edit/", views.edit, name="edit"),
    path("<str:number>/previews/", views.previews, name="previews"),
    path("<str:number>/places/", views.places, name="places"),
    path("<str:number>/diff/", views.diff, name="diff"),
    path("<str:number>/deliveries/", views.deliveries, name="deliveries"),
    path("<str:number>/rewrite/", views.rewrite, name="rewrite"),
    path("<str:number>/submit/", views.submit, name="submit"),
    path("<str:number>/send-back/", views.send_back, name="send_back"),
    path("<str:number>/approve/", views.approve, name="approve"),
    path("<str:number>/issue/", views.issue, name="issue"),
    path("<str:number>/override/", views.override, name="override"),
    path("<str:number>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:number>/discard/", views.discard, name="discard"),
]
