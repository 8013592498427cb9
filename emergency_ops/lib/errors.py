"""Refusals: what the system will not do, with a code for programs and a translated sentence for people."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise

from .facts import told


class Refused(Exception):
    """A request that is understood and not carried out. Becomes HTTP 409 (see RefusedMiddleware and lib.api)."""

    status = 409

    def __init__(self, code: str, message: str | Promise, **params: Any) -> None:
        self.code = code
        self.message = message
        self.params: Mapping[str, Any] = params
        super().__init__(code)

    def __str__(self) -> str:
        return told(self.message, self.params) if self.params else str(self.message)


class Invalid(Refused):
    """The data given are wrong; the sentence says what to correct. HTTP 400."""

    status = 400


class Forbidden(Refused):
    """The actor may not do this. HTTP 403."""

    status = 403
