"""What the organisation edits: how incidents are graded. Incidents themselves change only through their actions."""

from django.contrib import admin

from .models import GradeRule


@admin.register(GradeRule)
class GradeRuleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("rank", "grade", "scope", "category", "cause", "payment_method", "min_terminals")
    list_filter = ("grade", "scope", "category")
    ordering = ("rank",)
