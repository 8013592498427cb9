"""People, posts and assignments for administrators. Assignments are made through the actions."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock

from .actions import assign, end_assignment
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
        (_("显示"), {"fields": ("theme", "large_type")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "name", "password1", "password2")}),)


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "function", "region", "is_key"]
    list_filter = ["function", "is_key"]
    list_select_related = ["region"]
    search_fields = ["name", "region__name"]


@admin.register(PostAssignment)
class PostAssignmentAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Made and ended through the actions; never edited, so that the past stays what it was."""

    list_display = ["post", "role", "person", "validity"]
    list_filter = ["role", "post__function"]
    list_select_related = ["post", "person"]
    search_fields = ["person__name", "post__name"]
    actions = ["end_now"]

    def has_change_permission(self, request: HttpRequest, obj: PostAssignment | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PostAssignment | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: PostAssignment, form: "ModelForm[Any]", change: bool) -> None:
        made = assign(obj.post, obj.person, obj.role, obj.validity, actor=_actor(request), now=clock.now())
        obj.pk = made.pk

    @admin.action(description=_("立即结束任命"), permissions=["add"])
    def end_now(self, request: HttpRequest, queryset: QuerySet[PostAssignment]) -> None:
        for assignment in queryset.select_related("post"):
            end_assignment(assignment, actor=_actor(request), now=clock.now())


def _actor(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101 - the admin site lets nobody else in
    return request.user
