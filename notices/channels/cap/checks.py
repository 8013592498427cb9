"""Said at every start: a sender that CAP does not allow would make every message invalid."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from .rules import NAME


@register(Tags.compatibility)
def sender_is_well_made(**kwargs: Any) -> list[CheckMessage]:
    """CAP_SENDER names this system among all senders: no blank, comma, `<` or `&`."""
    if NAME.fullmatch(settings.CAP_SENDER) and len(settings.CAP_SENDER) <= 255:
        return []
    return [
        Error(
            "CAP messages would be invalid: CAP_SENDER holds a blank, comma, < or &, or is empty.",
            "Set CAP_SENDER to a domain or mail address of your own, for example notices@example.cn.",
            id="notices.E001",
        )
    ]
