"""Sites and terminals as kinds of import: 100,000 rows go through a temporary table of the database."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from emergency_ops.lib.sheets.reading import RowError, Sheet
from emergency_ops.lib.wording import listed
from resources.importing import registry
from resources.importing.findings import Findings
from resources.importing.kinds import ApplyContext, Change, Kind, Outcome
from resources.network.access import may_edit, visible_regions
from resources.network.actions import ensure_regions
from resources.network.choices import ImportKind
from resources.network.divisions import name_of
from resources.network.models import Site

from .columns import SITES, TERMINALS
from .staging import Counts, Staging

_SAMPLE = 10


@dataclass(frozen=True, kw_only=True)
class StagedImporter(Kind):
    """A kind that is checked and merged inside the database."""

    def carry_out(self, sheet: Sheet[Any], findings: Findings, context: ApplyContext) -> Outcome:
        staging = Staging(self.kind, sheet.columns)
        staging.fill(findings.good(sheet), to_merge=not context.dry)
        _check(staging, findings, context)
        missing = staging.missing_regions() if self.kind == ImportKind.SITES else []
        sample = _sample(staging)
        writes = not context.dry and findings.rows and not findings.faulty
        counts = _merged(staging, missing, context) if writes else staging.counts()
        staging.drop()
        return Outcome(counts.created, counts.updated, counts.unchanged, notes=_notes(missing), sample=sample)


def _sample(staging: Staging) -> list[Change]:
    """The first changes; terminals name their site by its code, as the file does."""
    rows = staging.sample(_SAMPLE)
    ids = {side["site_id"] for row in rows for side in (row["old"], row["new"]) if side and "site_id" in side}
    codes = dict(Site.objects.filter(pk__in=ids).values_list("pk", "code")) if ids else {}
    for side in (side for row in rows for side in (row["old"], row["new"]) if side and "site_id" in side):
        side["site_code"] = codes.get(side.pop("site_id"), "")
    return [Change(**row) for row in rows]


def _merged(staging: Staging, missing: list[str], context: ApplyContext) -> Counts:
    ensure_regions(missing)
    reason = _("导入 %(file)s") % {"file": context.file_name[-80:]}
    return staging.merge(actor_id=context.actor.pk if context.actor else None, now=context.now, reason=reason)


def _check(staging: Staging, findings: Findings, context: ApplyContext) -> None:
    """What only the whole file and the database can tell."""
    _add(findings, staging.duplicates(findings.left))
    if staging.kind == ImportKind.TERMINALS:
        _add(findings, staging.unknown_sites(findings.left))
    if context.actor is not None:
        _add(findings, staging.out_of_reach(visible_regions(context.actor), findings.left))


def _add(findings: Findings, found: tuple[int, list[RowError]]) -> None:
    findings.add(found[1], rows=found[0])


def _notes(missing: list[str]) -> list[str]:
    notes = []
    if missing:
        named = listed(f"{code} {name_of(code) or ''}".strip() for code in missing[:20])
        notes.append(
            ngettext("将新建 %(count)d 个区划：%(regions)s。", "将新建 %(count)d 个区划：%(regions)s。", len(missing))
            % {"count": len(missing), "regions": named}
        )
    if nameless := [code for code in missing if name_of(code) is None]:
        named = listed(nameless[:20])
        notes.append(_("这些区划没有名称，先用代码代替，请在管理后台补充：%(codes)s。") % {"codes": named})
    return notes


registry.register(
    StagedImporter(
        kind=ImportKind.SITES,
        label=ImportKind.SITES.label,
        columns=SITES,
        may_import=may_edit,
        intro=gettext_lazy("按网点编号更新；区划代码是六位数字，没有的区划会自动新建。"),
        example=[
            "310101-0001",
            "黄浦区中心医院",
            "310101",
            "上海市黄浦区人民大道517号",
            "121.46496",
            "31.23976",
            "医院",
            "周一至周五 08:30-12:00,13:30-17:00;周六 09:00-12:00",
            "3600",
            "0.48",
            "021-55501190",
        ],
    )
)
registry.register(
    StagedImporter(
        kind=ImportKind.TERMINALS,
        label=ImportKind.TERMINALS.label,
        columns=TERMINALS,
        may_import=may_edit,
        intro=gettext_lazy("按设备编号更新；网点要先导入。"),
        example=[
            "310101-0001-01",
            "310101-0001",
            "ZZ-200",
            "4.2.1",
            "310101-电信",
            "微信|支付宝|银行卡|现金",
            "30",
            "投用",
            "挂号缴费|门诊缴费",
            "2024-05-01",
        ],
    )
)
