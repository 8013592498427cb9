"""Pages of walls."""

from django.urls import URLPattern, path

from .views import lists, mine, one

app_name = "walls"
urlpatterns: list[URLPattern] = [
    path("", lists.postings, name="list"),
    path("mine/", mine.mine, name="mine"),
    path("printed/", mine.printed_many, name="printed_many"),
    path("<int:pk>/", one.posting, name="posting"),
    path("<int:pk>/make/", one.make, name="make"),
    *(path(f"<int:pk>/{name.replace('_', '-')}/", one.do, {"name": name}, name=name) for name in one.DEEDS),
    path("sites/<str:code>/", lists.of_site, name="site"),
    path("incident/<str:number>/panel/", lists.of_incident, name="of_incident"),
    path("notice/<str:number>/panel/", lists.of_notice, name="of_notice"),
]
