"""Pages."""

from django.urls import URLPattern, URLResolver, include, path

from .command.urls import urlpatterns as command
from .counters.views import lists as counter_lists
from .diagnosis.urls import urlpatterns as diagnosis
from .extent.urls import urlpatterns as extent
from .hotline.urls import urlpatterns as hotline
from .joining.urls import urlpatterns as joining
from .mentions.urls import urlpatterns as mentions
from .moves import MOVES, SUBSTITUTE_MOVES
from .online.urls import urlpatterns as online
from .views import acted, creating, detail, lists, moves, resources, strip, substitutes
from .webhooks.urls import urlpatterns as webhooks

app_name = "incidents"


def _moves() -> list[URLPattern]:
    """One address a move: /incidents/YJ-…/confirm/, /incidents/YJ-…/substitutes/7/serve/."""
    of_incident = [path(f"<str:number>/{name}/", moves.move, {"name": name}, name=name) for name in MOVES]
    of_substitute = [
        path(f"<str:number>/substitutes/<int:substitute>/{name}/", moves.move_substitute, {"name": name}, name=name)
        for name in SUBSTITUTE_MOVES
    ]
    return of_incident + of_substitute


urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.incident_list, name="list"),
    path("new/", creating.create, name="create"),
    path("counters/", counter_lists.mine, name="my_counters"),
    path("counters/checklist/", counter_lists.check_defaults, name="counter_checks"),
    path("of-site/<str:code>/", lists.for_site, name="for_site"),
    path("of-terminal/<str:code>/", lists.for_terminal, name="for_terminal"),
    path("of-warning/<int:pk>/", lists.for_warning, name="for_warning"),
    path("of-handover/<int:pk>/", acted.for_handover, name="acted_for"),
    *diagnosis,
    *online,
    *webhooks,
    *extent,
    *hotline,
    *command,
    *mentions,
    *joining,
    path("<str:number>/", detail.detail, name="detail"),
    path("<str:number>/live/", detail.live, name="live"),
    path("<str:number>/timeline/", detail.history, name="timeline"),
    path("<str:number>/report/", detail.report, name="report"),
    path("<str:number>/strip/", strip.strip, name="strip"),
    path("<str:number>/substitutes/<int:substitute>/", substitutes.substitute, name="substitute"),
    path("<str:number>/substitutes/<int:substitute>/counter/", include("incidents.response.counters.urls")),
    path("<str:number>/counters/", counter_lists.waits, name="counter_waits"),
    path("<str:number>/terminals/", lists.terminals, name="terminals"),
    path("<str:number>/dialogs/", detail.dialogs, name="dialogs"),
    path("<str:number>/terminals/first/", detail.first_terminals, name="first_terminals"),
    path("<str:number>/resources/", resources.panel, name="resources"),
    path("<str:number>/resources/moving/", resources.moving, name="resources_moving"),
    path("<str:number>/resources/needs/", resources.ask, name="resources_ask"),
    path("<str:number>/resources/suggested/", resources.suggested, name="resources_suggested"),
    path("<str:number>/resources/needs/<int:need>/change/", resources.change, name="resources_change"),
    path("<str:number>/resources/needs/<int:need>/cancel/", resources.cancel, name="resources_cancel"),
    path("<str:number>/resources/reserve/", resources.reserve, name="resources_reserve"),
    path("<str:number>/resources/reservations/<int:reservation>/release/", resources.release, name="resources_release"),
    path("<str:number>/resources/transfers/", resources.plan_transfers, name="resources_transfers"),
    *_moves(),
]
