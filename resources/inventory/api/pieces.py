"""Pieces in JSON."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from resources.inventory.rules import pieces


@extend_schema_field(OpenApiTypes.INT)
class PiecesField(serializers.Field[int, Any, int, Any]):
    """A whole number of pieces, as `read` (rules.pieces) reads it, with the same sentences as in forms."""

    def __init__(self, *, read: Callable[[str], int] = pieces.read, **kwargs: Any) -> None:
        self.read = read
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> int:
        try:
            return self.read(str(data))
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from error

    def to_representation(self, value: int) -> int:
        return value
