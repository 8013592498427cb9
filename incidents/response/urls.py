"""Pages."""

from django.urls import URLPattern, path

from .moves import MOVES, SUBSTITUTE_MOVES
from .views import acted, creating, detail, lists, moves

app_name = "incidents"


def _moves() -> list[URLPattern]:
    """One address a move: /incidents/YJ-…/confirm/, /incidents/YJ-…/substitutes/7/serve/."""
    of_incident = [path(f"<str:number>/{name}/", moves.move, {"name": name}, name=name) for name in MOVES]
    of_substitute = [
        path(f"<str:number>/substitutes/<int:substitute>/{name}/", moves.move_substitute, {"name": name}, name=name)
        for name in SUBSTITUTE_MOVES
    ]
    return of_incident + of_substitute


urlpatterns: list[URLPattern] = [
    path("", lists.incident_list, name="list"),
    path("new/", creating.create, name="create"),
    path("of-site/<str:code>/", lists.for_site, name="for_site"),
    path("of-terminal/<str:code>/", lists.for_terminal, name="for_terminal"),
    path("of-warning/<int:pk>/", lists.for_warning, name="for_warning"),
    path("of-handover/<int:pk>/", acted.for_handover, name="acted_for"),
    path("<str:number>/", detail.detail, name="detail"),
    path("<str:number>/live/", detail.live, name="live"),
    path("<str:number>/terminals/", lists.terminals, name="terminals"),
    *_moves(),
]
