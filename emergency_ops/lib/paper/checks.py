"""What must be there before the first page is printed, said at every start."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from . import fonts


@register(Tags.compatibility)
def font_is_installed(**kwargs: Any) -> list[CheckMessage]:
    try:
        fonts.require()
    except fonts.FontMissing as error:
        return [Error(str(error), id="paper.E001")]
    return []
