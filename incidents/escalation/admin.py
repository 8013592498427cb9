"""The machinery's rows, for looking only: they are written by actions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from .models import (
    Acknowledgement,
    AuditFinding,
    ContactPreference,
    Deadline,
    OutboxMessage,
    PolicyChoice,
    PolicyVersion,
)


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows can be found and read, nothing else."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Deadline)
class DeadlineAdmin(ReadOnly):
    list_display = ["subject_kind", "subject_id", "kind", "step", "round", "due_at", "state", "attempts", "error"]
    list_filter = ["state", "kind"]
    search_fields = ["=subject_id"]
    ordering = ["-due_at"]


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnly):
    list_display = ["title", "recipient", "channel", "state", "attempts", "created_at", "error"]
    list_filter = ["state", "channel"]
    list_select_related = ["recipient"]
    search_fields = ["title", "recipient__name"]


@admin.register(Acknowledgement)
class AcknowledgementAdmin(ReadOnly):
    list_display = ["subject_kind", "subject_id", "person", "acting_for", "at", "expires_at"]
    list_select_related = ["person", "acting_for"]
    ordering = ["-at"]


@admin.register(AuditFinding)
class AuditFindingAdmin(ReadOnly):
    list_display = ["kind", "subject_kind", "subject_id", "name", "detail", "first_at", "last_at", "times"]
    list_filter = ["kind"]


@admin.register(PolicyVersion)
class PolicyVersionAdmin(ReadOnly):
    list_display = ["policy", "number", "created_at", "created_by"]
    list_select_related = ["policy", "created_by"]


@admin.register(PolicyChoice)
class PolicyChoiceAdmin(ReadOnly):
    list_display = ["subject_kind", "subject_id", "version", "at"]
    list_select_related = ["version__policy"]
    search_fields = ["=subject_id"]
    ordering = ["-at"]


@admin.register(ContactPreference)
class ContactPreferenceAdmin(ReadOnly):
    list_display = ["person", "changed_at", "changed_by"]
    list_select_related = ["person", "changed_by"]
    search_fields = ["person__name"]
