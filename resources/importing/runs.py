"""An import from end to end: preview with all errors, then apply, all or nothing; one `ImportRun` a file."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

import structlog
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.roles import Role, has_role
from emergency_ops.lib.sheets import downloads
from emergency_ops.lib.sheets.columns import fits
from emergency_ops.lib.sheets.files import MAX_BYTES, first_records
from emergency_ops.lib.sheets.reading import Sheet
from emergency_ops.lib.wording import listed
from resources.network.models import ImportRun

from . import findings as limits
from .findings import Findings
from .kinds import ApplyContext, Change, Kind, Outcome
from .registry import all_kinds, kind_of

log = structlog.get_logger(__name__)
SAMPLE = 10
#: how long a file that was not applied is kept
KEEP = timedelta(days=7)


def import_file(
    kind: str,
    source: str | Path | IO[bytes],
    *,
    actor: Any,
    now: datetime,
    file_name: str,
    apply: bool = True,
) -> ImportRun:
    """Imports a file of a registered kind; with apply=False only previews. Look at `run.faulty`: with errors nothing is applied.

    Raises Invalid where the file as a whole cannot be read and Forbidden where the actor may not; actor None is the system.
    """
    require_importer(actor, kind_of(kind))
    content = _read(source)
    run = ImportRun(
        kind=kind,
        file_name=Path(file_name).name[:200],
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        created_by=actor,
        created_at=now,
    )
    with _conflicts_said(), transaction.atomic():
        _forget_old_files(now)
        _work(run, content, actor, now, apply)
    return run


def apply_run(run_id: int, *, actor: Any, now: datetime) -> ImportRun:
    """Applies a preview once. Everything is checked again: things may have changed since. Raises Refused otherwise."""
    with _conflicts_said(), transaction.atomic():
        run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run_id)
        require_importer(actor, kind_of(run.kind))
        if actor is not None and run.created_by_id != actor.pk and not has_role(actor, Role.ADMINISTRATOR):
            raise Forbidden("import_not_yours", gettext_lazy("只有上传者和管理员可以确认这次导入。"))
        if run.applied_at is not None:
            raise Refused("import_applied", gettext_lazy("这次导入已经完成，不能重复确认。"))
        if run.faulty:
            raise Refused("import_faulty", gettext_lazy("文件里还有错误，请改正后重新上传。"))
        if run.content is None:
            raise Refused("import_expired", gettext_lazy("预览已过期，请重新上传文件。"))
        _work(run, bytes(run.content), actor, now, apply=True)
    return run


def require_importer(actor: Any, kind: Kind) -> None:
    """Raises Forbidden unless the actor may import this kind. None is the system itself."""
    if actor is not None and not kind.may_import(actor):
        raise Forbidden("import_not_allowed", gettext_lazy("您不能导入“%(kind)s”，请联系管理员。"), kind=kind.label)


def faulty_rows(run: ImportRun, file_format: str) -> bytes:
    """The listed faulty rows of a run as they were, with what is wrong in them. Raises Refused when the file is gone."""
    if run.content is None:
        raise Refused("import_expired", gettext_lazy("文件已不再保留，请重新上传。"))
    kind = kind_of(run.kind)
    return downloads.faulty_rows(Sheet(kind.columns, bytes(run.content), kind.most_rows), run.errors, file_format)


def _work(run: ImportRun, content: bytes, actor: Any, now: datetime, apply: bool) -> None:
    kind = kind_of(run.kind)
    sheet = _opened(kind, content)
    findings = Findings()
    given = frozenset(column.field for column in sheet.columns)
    outcome = kind.carry_out(sheet, findings, ApplyContext(actor, now, not apply, given, run.file_name))
    if not findings.rows:
        raise Invalid("import_no_rows", gettext_lazy("表头下面没有数据。"))
    run.rows, run.faulty = findings.rows, findings.faulty
    run.errors = [error.as_json() for error in findings.listed]
    run.notes = _notes(sheet, outcome, findings)
    run.sample = [_json(change) for change in outcome.sample[:SAMPLE]]
    run.created, run.updated, run.unchanged = outcome.created, outcome.updated, outcome.unchanged
    if apply and not run.faulty:
        run.applied_at, run.content = now, None
    run.save()


def _opened(kind: Kind, content: bytes) -> Sheet[Any]:
    """The file with its header. A file that is plainly of another kind is named as such."""
    try:
        return Sheet(kind.columns, content, kind.most_rows)
    except Invalid as refusal:
        if refusal.code not in ("import_no_header", "import_columns_missing"):
            raise
        first = first_records(content)
        for other in all_kinds():
            if other is not kind and fits(other.columns, first):
                raise Invalid(
                    "import_other_kind",
                    gettext_lazy("这看起来是“%(other)s”的文件，请选择导入“%(other)s”。"),
                    other=other.label,
                ) from refusal
        raise


@contextmanager
def _conflicts_said() -> Iterator[None]:
    """What the database itself refuses at the end is said, not shown as a failure of ours: somebody else was faster."""
    try:
        yield
    except (IntegrityError, DataError) as error:
        log.warning("import_conflict", error=str(error))
        raise Refused(
            "import_conflict", gettext_lazy("数据刚被别人改动，或与现有数据冲突，没有写入任何内容。请核对后重新上传。")
        ) from error


def _notes(sheet: Sheet[Any], outcome: Outcome, findings: Findings) -> list[str]:
    notes = []
    if sheet.header.unknown:
        notes.append(_("这些列不认识，已忽略：%(columns)s。") % {"columns": listed(sheet.header.unknown)})
    notes.extend(map(str, outcome.notes))
    if findings.faulty and not findings.left:
        notes.append(_("错误太多，只列出前 %(count)d 条。") % {"count": limits.MAX_ERRORS})
    return notes


def _json(change: Change) -> dict[str, Any]:
    old = _plain(change.old) if change.old is not None else None
    return {"line": change.line, "code": change.code, "old": old, "new": _plain(change.new)}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON has them; dates and labels become text."""
    return {
        name: value if value is None or isinstance(value, bool | int | float | str | list) else str(value)
        for name, value in values.items()
    }


def _read(source: str | Path | IO[bytes]) -> bytes:
    if isinstance(source, str | Path):
        with Path(source).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    else:
        content = source.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Invalid(
            "import_too_large",
            gettext_lazy("文件超过 %(limit)d MB，请分成几个文件导入。"),
            limit=MAX_BYTES // 1024 // 1024,
        )
    return content


def _forget_old_files(now: datetime) -> None:
    old = ImportRun.objects.filter(created_at__lt=now - KEEP, content__isnull=False)
    old.update(content=None)
