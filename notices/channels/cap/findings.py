"""What is wrong with a message, in words."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Finding:
    """where: path of the element, as info[2]/area[1]/circle[1]. is_error: receivers may refuse the message; else it could be better."""

    where: str
    message: str | Promise
    is_error: bool = True
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.where}: {str(self.message) % self.params if self.params else self.message}"
