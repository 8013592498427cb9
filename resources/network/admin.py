"""Administration of the network's rows. What has a page of its own is written by the same actions as there."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from emergency_ops.lib import clock

from .actions import save_site, save_terminal
from .models import Component, ImportRun, Region, Site, Terminal


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin[Region]):
    list_display = ["code", "name"]
    search_fields = ["code", "name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Region | None = None) -> list[str]:
        return ["code"] if obj else []


@admin.register(Site)
class SiteAdmin(admin.ModelAdmin[Site]):
    list_display = ["code", "name", "region", "kind", "opening_hours"]
    list_select_related = ["region"]
    list_filter = ["kind"]
    search_fields = ["code", "name", "pinyin"]
    autocomplete_fields = ["region"]

    def get_readonly_fields(self, request: HttpRequest, obj: Site | None = None) -> list[str]:
        return ["code"] if obj else []

    def save_model(self, request: HttpRequest, obj: Site, form: Any, change: bool) -> None:
        save_site(obj, actor=request.user, now=clock.now())


class ComponentInline(admin.TabularInline[Component, Terminal]):
    model = Component
    extra = 0


@admin.register(Terminal)
class TerminalAdmin(admin.ModelAdmin[Terminal]):
    """The status is changed on the terminal's page, with its reason."""

    list_display = ["code", "site", "model", "software_version", "line", "status"]
    list_select_related = ["site"]
    list_filter = ["status"]
    search_fields = ["code", "site__name"]
    autocomplete_fields = ["site"]
    inlines = [ComponentInline]
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Terminal | None = None) -> list[str]:
        return ["code", "status"] if obj else ["status"]

    def save_model(self, request: HttpRequest, obj: Terminal, form: Any, change: bool) -> None:
        save_terminal(obj, actor=request.user, now=clock.now())


@admin.register(ImportRun)
class ImportRunAdmin(admin.ModelAdmin[ImportRun]):
    """For looking things up: a run is a record."""

    list_display = [
        "file_name",
        "kind",
        "created_at",
        "created_by",
        "rows",
        "created",
        "updated",
        "faulty",
        "applied_at",
    ]
    list_select_related = ["created_by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
