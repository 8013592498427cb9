"""The network for programs: read only, within the regions that the caller sees."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import mixins, serializers, viewsets

from emergency_ops.lib import clock

from .access import regions_for, sites_for, terminals_for
from .conditions import with_condition
from .filters import SiteFilter, TerminalFilter
from .models import Region, Site, Terminal
from .regions import level


class RegionSerializer(serializers.ModelSerializer[Region]):
    level = serializers.SerializerMethodField(help_text="0 country, 1 province, 2 city, 3 district")

    class Meta:
        model = Region
        fields = ["code", "name", "level"]

    def get_level(self, region: Region) -> int:
        return int(level(region.code))


class SiteSerializer(serializers.ModelSerializer[Site]):
    class Meta:
        model = Site
        fields = [
            "code",
            "name",
            "region",
            "address",
            "longitude",
            "latitude",
            "kind",
            "opening_hours",
            "daily_visitors",
            "elderly_share",
            "phone",
        ]


class TerminalSerializer(serializers.ModelSerializer[Terminal]):
    site = serializers.CharField(source="site.code")
    region = serializers.CharField(source="site.region_id")
    condition = serializers.CharField(
        help_text="as derived from the last reports; unknown where there are none, or only old ones"
    )

    class Meta:
        model = Terminal
        fields = [
            "code",
            "site",
            "region",
            "model",
            "software_version",
            "line",
            "payment_methods",
            "services",
            "hourly_payments",
            "status",
            "condition",
            "installed_on",
        ]


class _ReadOnly(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    lookup_field = "code"
    lookup_value_regex = "[^/]+"


class RegionViewSet(_ReadOnly):
    queryset = Region.objects.none()
    serializer_class = RegionSerializer

    def get_queryset(self) -> QuerySet[Region]:
        return regions_for(self.request.user).order_by("code")


class SiteViewSet(_ReadOnly):
    queryset = Site.objects.none()
    serializer_class = SiteSerializer
    filterset_class = SiteFilter

    def get_queryset(self) -> QuerySet[Site]:
        return sites_for(self.request.user).order_by("code")


class TerminalViewSet(_ReadOnly):
    queryset = Terminal.objects.none()
    serializer_class = TerminalSerializer
    filterset_class = TerminalFilter

    def get_queryset(self) -> QuerySet[Terminal]:
        return with_condition(terminals_for(self.request.user), clock.now()).select_related("site").order_by("code")
