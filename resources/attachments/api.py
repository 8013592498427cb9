"""REST: what an attachment says of itself; its bytes come from its address."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from .models import Attachment


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    url = serializers.SerializerMethodField(help_text="path of the bytes")
    added_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = Attachment
        fields = (
            "id", "kind", "name", "caption", "media_type", "size", "sha256", "added_at", "added_by", "hidden_at", "url",
        )  # fmt: skip
        read_only_fields = fields

    def get_url(self, attachment: Attachment) -> str:
        return reverse("attachments:file", args=[attachment.pk])
