"""The shapes of what programs send about equipment. What may be done is for the actions."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from resources.inventory.access import depots_for
from resources.inventory.access_equipment import holders_for
from resources.inventory.choices import EquipmentCondition
from resources.inventory.models import Depot
from resources.network.access import sites_for, terminals_for
from resources.network.models import Site, Terminal
from resources.staff.models import Person


class EquipmentStep(serializers.Serializer[Any]):
    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)

    @property
    def person(self) -> Any:
        return self.context["request"].user


class _OfDepot(EquipmentStep):
    depot = serializers.CharField(required=False, max_length=32, help_text="code; its own where there is none")

    def validate_depot(self, code: str) -> Depot:
        depot = depots_for(self.person).filter(code=code).first()
        if depot is None:
            raise serializers.ValidationError(_("没有这个备件库。"))
        return depot


class EquipmentHandOut(EquipmentStep):
    holder = serializers.CharField(required=False, max_length=150, help_text="username")
    site = serializers.CharField(required=False, max_length=32, help_text="code")
    due_back = serializers.DateTimeField(required=False)
    reference = serializers.CharField(required=False, default="", allow_blank=True, max_length=60)

    def validate_holder(self, username: str) -> Person:
        found = holders_for(self.context["item"].depot).filter(username=username).first()
        if found is None:
            raise serializers.ValidationError(_("负责这个区域的人员中没有这个账号。"))
        return found

    def validate_site(self, code: str) -> Site:
        site = sites_for(self.person).filter(code=code).first()
        if site is None:
            raise serializers.ValidationError(_("没有这个网点。"))
        return site


class EquipmentBack(_OfDepot):
    condition = serializers.ChoiceField(choices=EquipmentCondition.choices)
    battery_percent = serializers.IntegerField(required=False, min_value=0, max_value=100)


class EquipmentMove(_OfDepot):
    depot = serializers.CharField(max_length=32, help_text="code")


class EquipmentChange(EquipmentStep):
    condition = serializers.ChoiceField(choices=EquipmentCondition.choices)


class EquipmentBattery(EquipmentStep):
    percent = serializers.IntegerField(min_value=0, max_value=100)


class EquipmentSwap(_OfDepot):
    terminal = serializers.CharField(max_length=40, help_text="code of the one that comes out")
    condition = serializers.ChoiceField(choices=EquipmentCondition.choices, default=EquipmentCondition.FAULTY)
    serial_number = serializers.CharField(required=False, default="", allow_blank=True, max_length=60)
    accepted = serializers.BooleanField(required=False, default=False)

    def validate_terminal(self, code: str) -> Terminal:
        terminal = terminals_for(self.person).select_related("site").filter(code=code).first()
        if terminal is None:
            raise serializers.ValidationError(_("没有这台终端。"))
        return terminal


class EquipmentListIssue(serializers.Serializer[Any]):
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
