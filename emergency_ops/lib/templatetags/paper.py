"""Tags for printed pages: `{% load paper %}`."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django import template

from emergency_ops.lib.paper import codes

register = template.Library()
#: labels on a sheet of A4, three in a row
LABELS_A_SHEET: Final = 24


@register.simple_tag
def qr(text: str) -> str:
    """The QR code of a text (an absolute address, say) as the data URI of a PNG: `<img class="qr" src="{% qr url %}" alt="">`."""
    return codes.image(text)


@register.filter
def sheets(labels: Sequence[Any], skip: int | None = 0) -> Iterator[list[Any]]:
    """Labels by sheets of 24; the first `skip` places stay empty (None), for a sheet that is partly used already."""
    places = [*[None] * min(int(skip or 0), LABELS_A_SHEET - 1), *labels]
    return (places[at : at + LABELS_A_SHEET] for at in range(0, len(places), LABELS_A_SHEET))
