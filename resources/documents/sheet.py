"""What the typesetter is given of a paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper as it is set: its facts, and what every paper has. `ordered_at` is local time; the footer prints it."""

    kind: str
    kind_label: str
    title: str
    ordered_at: datetime
    facts: Mapping[str, Any]
