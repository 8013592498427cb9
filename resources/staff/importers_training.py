"""Training records from a file."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.clock import SHANGHAI
from emergency_ops.lib.sheets import cells
from emergency_ops.lib.sheets.columns import Column
from resources.importing import registry
from resources.importing.kinds import ApplyContext, Importer, Outcome, Row, RowError
from resources.network.choices import ImportKind

from .access import may_qualify, people_within
from .actions.training import Taking, record_each
from .choices import RecordState, TrainingResult
from .importers_reading import account, people_by_username, text_60
from .models import Person, Training, TrainingRecord
from .rules.training import expiry_of

COLUMNS = (
    Column("username", "账号", gettext_lazy("账号"), ("username", "account"), account, required=True),
    Column(
        "code",
        "培训编号",
        gettext_lazy("培训编号"),
        ("training", "training code"),
        partial(cells.text, limit=32),
        required=True,
    ),
    Column(
        "taken_on", "完成日期", gettext_lazy("完成日期"), ("taken on", "date", "培训日期"), cells.day, required=True
    ),
    Column("expires_on", "有效期至", gettext_lazy("有效期至"), ("expires on", "expires"), cells.day, empty=None),
    Column(
        "result",
        "结果",
        gettext_lazy("结果"),
        ("result",),
        partial(cells.choice, choices=TrainingResult),
        empty=TrainingResult.PASSED,
    ),
    Column("state", "有效性", gettext_lazy("有效性"), ("state",), text_60),
    Column("certificate", "证书编号", gettext_lazy("证书编号"), ("certificate",), text_60),
)


def apply(rows: list[Row], context: ApplyContext) -> Outcome:
    """New records; one that is there with the same values is left alone, one with others has to be struck out first."""
    people = people_by_username(context.actor, (row["username"] for row in rows), people_within)
    trainings = {
        training.code: training for training in Training.objects.filter(code__in={row["code"] for row in rows})
    }
    known = _known(rows)
    errors: list[RowError] = []
    wanted: list[tuple[Person, Taking]] = []
    unchanged = 0
    for row in rows:
        if row.get("state") == str(RecordState.REVOKED.label):
            unchanged += 1
            continue
        person, training = people.get(row["username"]), trainings.get(row["code"])
        fault = _fault(row, person, training, context)
        if fault is not None or person is None or training is None:
            errors += [fault] if fault else []
            continue
        taking = _taking(row, training)
        before = known.get((person.pk, training.pk, taking.taken_on))
        if before is None:
            wanted.append((person, taking))
        elif _same(before, taking):
            unchanged += 1
        else:
            errors.append(row.error("taken_on", _("这一天已有不同内容的记录，请先作废原记录。")))
    if not errors and wanted:
        record_each(wanted, actor=context.actor, now=context.now)
    return Outcome(created=len(wanted), unchanged=unchanged, errors=errors)


def _known(rows: list[Row]) -> dict[tuple[int, int, Any], TrainingRecord]:
    found = TrainingRecord.objects.filter(
        person__username__in={row["username"] for row in rows}, revoked_at=None
    ).select_related("training")
    return {(record.person_id, record.training_id, record.taken_on): record for record in found}


def _fault(row: Row, person: Person | None, training: Training | None, context: ApplyContext) -> RowError | None:
    if person is None:
        return row.error("username", _("没有这个账号，或不在您可选的范围内。"))
    if training is None:
        return row.error("code", _("没有这个培训编号。"))
    if row["taken_on"] > context.now.astimezone(SHANGHAI).date():
        return row.error("taken_on", _("完成日期不能晚于今天。"))
    if row.get("expires_on") and row["expires_on"] < row["taken_on"]:
        return row.error("expires_on", _("有效期不能早于完成日期。"))
    return None


def _taking(row: Row, training: Training) -> Taking:
    return Taking(
        training,
        row["taken_on"],
        row.get("result", TrainingResult.PASSED),
        row.get("expires_on"),
        row.get("certificate", ""),
    )


def _same(before: TrainingRecord, taking: Taking) -> bool:
    ends = taking.expires_on or expiry_of(taking.taken_on, taking.training.valid_months)
    return (before.result, before.expires_on, before.certificate) == (taking.result, ends, taking.certificate)


registry.register(
    Importer(
        kind=ImportKind.TRAINING_RECORDS,
        label=gettext_lazy("培训记录"),
        columns=COLUMNS,
        may_import=may_qualify,
        apply=apply,
        key=("username", "code", "taken_on"),
        example=["zhangwei", "YJ-JS", "2026-11-20", "", "合格", "", "沪培2026-118"],
        intro=gettext_lazy("有效期不填则按培训项目的月数计算；已有的相同记录不变，已作废的行不导入。"),
    )
)
