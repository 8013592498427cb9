"""People for programs: read only, without numbers unless the caller coordinates."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from emergency_ops.lib.masking import mask_phone
from resources.staff.access import people_for, sees_phone
from resources.staff.filters import PersonFilter
from resources.staff.models import Person

from .common import ReadOnly


class PersonSerializer(serializers.ModelSerializer[Person]):
    phone = serializers.SerializerMethodField(help_text="masked unless the caller coordinates")
    roles = serializers.SerializerMethodField()
    regions = serializers.SlugRelatedField[Any](slug_field="code", many=True, read_only=True)

    class Meta:
        model = Person
        fields = ("id", "username", "name", "department", "phone", "roles", "regions", "is_active")
        read_only_fields = fields

    def get_phone(self, person: Person) -> str:
        whole = sees_phone(self.context["request"].user, person)
        return person.phone if whole else mask_phone(person.phone)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_roles(self, person: Person) -> list[str]:
        return sorted(group.name for group in person.groups.all())


class PersonViewSet(ReadOnly[Person]):
    """/api/v1/people/: those whom the caller may look up."""

    queryset = Person.objects.none()
    serializer_class = PersonSerializer
    filterset_class = PersonFilter

    def get_queryset(self) -> QuerySet[Person]:
        return people_for(self.person).prefetch_related("groups", "regions").order_by("pk")
