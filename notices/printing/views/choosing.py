"""Which form a page or a request means."""

from collections.abc import Mapping

from notices.printing.choices import Form


def form_of(given: Mapping[str, str]) -> str:
    """The form that is named; A4 without a name, and for a name that there is not."""
    name = given.get("form", "")
    return name if name in Form.values else Form.A4
