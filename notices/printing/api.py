"""The notices as data, to read."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from rest_framework import serializers, viewsets

from resources.staff.access import person_of

from . import access, queries
from .choices import JobState
from .filters import NoticeFilter
from .models import PrintedNotice, PrintJob


class DocumentSerializer(serializers.ModelSerializer[PrintJob]):
    """A PDF that holds the notice, and others with it if `notices` is more than one."""

    notices = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField(help_text="of the PDF; empty until it is ready")

    class Meta:
        model = PrintJob
        fields = ["id", "form", "state", "notices", "pages", "sha256", "error", "created_at", "ready_at", "url"]

    def get_notices(self, job: PrintJob) -> int:
        return len(job.starts)

    def get_url(self, job: PrintJob) -> str:
        return reverse("notices:pdf", args=[job.pk]) if job.state == JobState.READY else ""


class NoticeSerializer(serializers.ModelSerializer[PrintedNotice]):
    incident = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    site = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    notice = serializers.SlugRelatedField[Any](
        slug_field="number", read_only=True, help_text="whose approved text it carries; null: made from the facts alone"
    )
    documents = DocumentSerializer(source="jobs", many=True, read_only=True)

    class Meta:
        model = PrintedNotice
        fields = [
            "number",
            "incident",
            "notice",
            "site",
            "version",
            "code",
            "check_code",
            "facts",
            "created_at",
            "documents",
        ]


class NoticeViewSet(viewsets.ReadOnlyModelViewSet[PrintedNotice]):
    """Printed notices of the sites that the caller sees, the newest first."""

    queryset = PrintedNotice.objects.none()
    serializer_class = NoticeSerializer
    filterset_class = NoticeFilter
    lookup_field = "number"

    def get_queryset(self) -> QuerySet[PrintedNotice]:
        return queries.with_jobs(access.notices_for(person_of(self.request))).order_by("-created_at", "-pk")
