"""Other systems' alerts, keys of gateways, a patrol round, files that were read in."""

import io
from datetime import timedelta

from incidents.monitoring.actions import create_key
from incidents.monitoring.external import actions as external
from incidents.monitoring.external.decoding import Alert
from incidents.monitoring.external.models import ExternalAlert
from incidents.monitoring.models import Rule
from incidents.monitoring.patrols.models import PatrolFinding, PatrolRound
from resources.importing import import_file
from tests.resources.network.files import SITE, SITE_HEADER, csv_bytes


def add(world):
    admin, now = world.person("administrator"), world.now
    world.source, _secret = external.create_source(name="中心机房Zabbix", kind="zabbix", actor=admin, now=now)
    alerts = [
        Alert("a1", True, "打印机缺纸：" + world.site.name, {"terminal": world.terminal.code}, "high", now),
        Alert("a2", True, "未知主机离线", {"terminal": "nowhere"}, "disaster", now - timedelta(minutes=4)),
    ]
    external.take(world.source, alerts, now=now)
    world.alert = ExternalAlert.objects.order_by("pk").first()
    external.add_rule(world.source, "host", "ats-01", actor=admin, now=now, terminal=world.terminal)
    world.key, _key = create_key(name="黄浦区网关", sites=[world.site], actor=admin, now=now)
    world.rule = Rule.objects.order_by("pk").first()
    world.round = PatrolRound.objects.filter(site__region__code__startswith="31").order_by("-starts_at").first()
    world.finding = PatrolFinding.objects.order_by("pk").first()
    content = csv_bytes(SITE_HEADER, SITE, [*SITE[:2], "999999", *SITE[3:]])
    world.import_run = import_file(
        "sites", io.BytesIO(content), actor=admin, now=now, file_name="网点台账2026年第四季度.csv"
    )
