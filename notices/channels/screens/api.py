"""What shows where, as data, to read."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import mixins, serializers, viewsets

from emergency_ops.lib import clock
from incidents.response.diagnosis.models import TerminalScreen
from notices.content.access import notices_for
from resources.network.access import within
from resources.staff.access import person_of

from . import queries
from .filters import EveryScreenTextFilter, ScreenFilter
from .models import ScreenText


class ScreenSerializer(serializers.ModelSerializer[TerminalScreen]):
    terminal = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    site = serializers.CharField(source="terminal.site.code", read_only=True)
    command = serializers.SlugRelatedField[Any](
        slug_field="uuid", read_only=True, help_text="that has put it there; null: the terminal says so itself"
    )
    reach = serializers.CharField(help_text="online, or silent: it has not reported lately", read_only=True)

    class Meta:
        model = TerminalScreen
        fields = ["terminal", "site", "text", "since", "until", "notice", "command", "confirmed_at", "reach"]


class ScreenTextSerializer(serializers.ModelSerializer[ScreenText]):
    notice = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    terminal = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    site = serializers.CharField(source="terminal.site.code", read_only=True)
    reach = serializers.CharField(help_text="online, or silent: it has not reported lately", read_only=True)

    class Meta:
        model = ScreenText
        fields = [
            "notice", "terminal", "site", "text", "until", "state", "state_at", "shown_at", "attempts", "error", "reach",
        ]  # fmt: skip


class ScreenViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[TerminalScreen]):
    """What stands on the screens that the caller sees now, by the terminals' last word."""

    queryset = TerminalScreen.objects.none()
    serializer_class = ScreenSerializer
    filterset_class = ScreenFilter

    def get_queryset(self) -> QuerySet[TerminalScreen]:
        return queries.showing_now(person_of(self.request), clock.now()).order_by("terminal__code")


class ScreenTextViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[ScreenText]):
    """How far each terminal is with each notice; `notice` (a number) keeps one."""

    queryset = ScreenText.objects.none()
    serializer_class = ScreenTextSerializer
    filterset_class = EveryScreenTextFilter

    def get_queryset(self) -> QuerySet[ScreenText]:
        person = person_of(self.request)
        rows = within(ScreenText.objects.filter(notice__in=notices_for(person)), person, "terminal__site__region__code")
        related = rows.select_related("terminal__site", "notice")
        return queries.with_reach(related, clock.now()).order_by("-notice_id", "terminal__code")
