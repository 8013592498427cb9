"""What was watched, for looking only: it is written by the intake, by detection and by actions."""

from django.contrib import admin
from django.http import HttpRequest

from incidents.escalation.admin import ReadOnly

from .models import IntakeKey, Rule, RuleVersion, TerminalEvent, Warning, WarningEvent


class WarningEventInline(admin.TabularInline):  # type: ignore[type-arg]
    model = WarningEvent
    extra = 0
    can_delete = False
    fields = readonly_fields = ("at", "kind", "scope", "terminals", "evidence", "absorbed_at")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Warning)
class WarningAdmin(ReadOnly):
    list_display = ["key", "scope", "category", "colour", "opened_at", "cleared_at"]
    list_filter = ["scope", "category", "colour"]
    search_fields = ["key", "site__code"]
    inlines = [WarningEventInline]


@admin.register(TerminalEvent)
class TerminalEventAdmin(ReadOnly):
    list_display = ["terminal", "at", "condition_from", "condition_to", "device"]
    list_select_related = ["terminal"]
    search_fields = ["=terminal__code"]
    show_full_result_count = False


@admin.register(IntakeKey)
class IntakeKeyAdmin(ReadOnly):
    list_display = ["name", "prefix", "is_bound", "created_at", "last_used_at", "revoked_at"]
    exclude = ["digest"]


class RuleVersionInline(admin.TabularInline):  # type: ignore[type-arg]
    model = RuleVersion
    extra = 0
    can_delete = False
    fields = readonly_fields = ("number", "name", "enabled", "parameters", "saved_at", "saved_by")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Rule)
class RuleAdmin(ReadOnly):
    list_display = ["name", "kind", "enabled", "version", "updated_at", "updated_by"]
    inlines = [RuleVersionInline]
