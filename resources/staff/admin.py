"""People for administrators; posts and assignments to look at."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import Person, Post, PostAssignment


@admin.register(Person)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]
    list_display = ["username", "name", "department", "is_active", "last_login"]
    list_filter = ["is_active", "groups", "department"]
    search_fields = ["username", "name", "department"]
    ordering = ["username"]
    filter_horizontal = ["groups", "regions", "user_permissions"]
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("人员"), {"fields": ("name", "department", "phone", "email", "regions")}),
        (_("权限"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("显示"), {"fields": ("theme", "large_type", "shortcuts")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "name", "password1", "password2")}),)


class LookedAt(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that are looked at only: they are changed on pages of their own, whose actions leave events."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Post)
class PostAdmin(LookedAt):
    list_display = ["name", "function", "region", "is_key", "is_active"]
    list_filter = ["function", "is_key", "is_active"]
    list_select_related = ["region"]
    search_fields = ["name", "region__name"]


@admin.register(PostAssignment)
class PostAssignmentAdmin(LookedAt):
    list_display = ["post", "role", "person", "validity"]
    list_filter = ["role", "post__function"]
    list_select_related = ["post", "person"]
    search_fields = ["person__name", "post__name"]
