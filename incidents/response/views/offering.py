"""Moves as pages offer them: a dialog with a form, which is a page of its own where dialogs do not open."""

from dataclasses import dataclass

from incidents.response.forms import MoveForm
from incidents.response.models import Substitute
from incidents.response.moves import Move, move_url
from incidents.response.presenting import IncidentView


@dataclass(frozen=True, slots=True)
class Offer:
    """A move that this person may make now: its dialog's id, its own address, its form."""

    id: str
    url: str
    move: Move
    form: MoveForm | None = None


def offer(
    view: IncidentView,
    name: str,
    move: Move,
    substitute: Substitute | None = None,
    *,
    with_form: bool = False,
    query: str = "",
) -> Offer:
    key = f"{name}-{substitute.pk}" if substitute else name
    url = move_url(view.incident, name, substitute) + query
    if not with_form:
        return Offer(f"dialog-{key}", url, move)
    form = move.form(incident=view.incident, person=view.person, substitute=substitute, auto_id=f"{key}-%s")
    return Offer(f"dialog-{key}", url, move, form)
