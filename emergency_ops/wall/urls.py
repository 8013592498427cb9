"""The wall's addresses for people who are logged in."""

from django.urls import URLPattern, path

from . import views, views_links

app_name = "wall"
urlpatterns: list[URLPattern] = [
    path("", views.wall, name="wall"),
    path("now/", views.now, name="now"),
    path("picture/", views.picture, name="picture"),
    path("links/", views_links.links, name="links"),
    path("links/<int:pk>/revoke/", views_links.revoke, name="revoke_link"),
]
