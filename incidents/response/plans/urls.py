"""Pages of plans."""

from django.urls import URLPattern, path

from .views import deciding, reading, writing

app_name = "plans"
urlpatterns: list[URLPattern] = [
    path("", reading.plan_list, name="list"),
    path("new/", writing.create, name="create"),
    path("current/", reading.current, name="current"),
    path("<int:pk>/", reading.plan, name="plan"),
    path("versions/<int:pk>/", reading.version, name="version"),
    path("versions/<int:pk>/diff/", reading.diff, name="diff"),
    path("versions/<int:pk>/print/", reading.print_version, name="print"),
    path("versions/<int:pk>/export/", reading.export_version, name="export"),
    path("versions/<int:pk>/edit/", writing.terms, name="terms"),
    path("versions/<int:pk>/draft/", writing.draft, name="draft"),
    path("versions/<int:pk>/steps/", writing.add_step, name="add_step"),
    path("steps/<int:pk>/", writing.change_step, name="step"),
    path("steps/<int:pk>/up/", writing.move_step, {"by": -1}, name="step_up"),
    path("steps/<int:pk>/down/", writing.move_step, {"by": 1}, name="step_down"),
    path("steps/<int:pk>/remove/", writing.remove_step, name="remove_step"),
    *[path(f"versions/<int:pk>/{name}/", deciding.decide, {"name": name}, name=name) for name in deciding.DEEDS],
]
