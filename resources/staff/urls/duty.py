"""Calendar, rotas, shifts, swaps, feeds."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from resources.staff.views import calendar, duty, duty_reports, feeds, my_duty, rotas, shifts


class DayConverter:
    """A day as 2026-11-23."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


register_converter(DayConverter, "day")

urlpatterns: list[URLPattern] = [
    path("duty/", duty.duty, name="duty"),
    path("duty/mine/", my_duty.my_duty, name="my_duty"),
    path("duty/mine/feed/", my_duty.my_feed, name="my_feed"),
    path("duty/posts/<int:pk>/paper/", duty.duty_paper, name="duty_paper"),
    path("duty/posts/<int:pk>/feed/", my_duty.post_feed_page, name="post_feed_page"),
    path("duty/posts/<int:pk>/feed/change/", my_duty.post_feed, name="post_feed"),
    path("duty/gaps/", duty_reports.duty_gaps, name="duty_gaps"),
    path("duty/gaps/unplanned/", duty_reports.duty_unplanned, name="duty_unplanned"),
    path("duty/fairness/", duty_reports.duty_fairness, name="duty_fairness"),
    path("duty/shifts/", duty_reports.shifts, name="shifts"),
    path("duty/shifts/<int:pk>/", shifts.shift, name="shift"),
    path("duty/shifts/<int:pk>/restore/", shifts.restore, name="shift_restore"),
    path("duty/shifts/<int:pk>/swap/", shifts.swap_ask, name="swap_ask"),
    path("duty/swaps/", shifts.swaps, name="swaps"),
    path("duty/swaps/<int:pk>/", shifts.swap, name="swap"),
    path("duty/rotas/", rotas.rotas, name="rotas"),
    path("duty/rotas/new/", rotas.rota_create, name="rota_create"),
    path("duty/rotas/<int:pk>/", rotas.rota, name="rota"),
    path("duty/rotas/<int:pk>/end/", rotas.rota_end, name="rota_end"),
    path("duty/calendar/", calendar.calendar, name="calendar"),
    path("duty/calendar/load/", calendar.calendar_load, name="calendar_load"),
    path("duty/calendar/enter/", calendar.calendar_enter, name="calendar_enter"),
    path("duty/calendar/<day:day>/", calendar.calendar_day, name="calendar_day"),
    path("feeds/<str:secret>.ics", feeds.feed, name="feed"),
]
