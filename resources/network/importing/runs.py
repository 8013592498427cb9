"""An import from end to end: preview with all errors, then apply, all or nothing; one `ImportRun` a file."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.roles import Role, has_role
from resources.network.access import require_editor, visible_regions
from resources.network.actions import ensure_regions
from resources.network.divisions import name_of
from resources.network.models import ImportRun

from .files import MAX_BYTES
from .reading import Row, RowError, Sheet
from .staging import Counts, Staging

#: errors that are listed one by one; beyond, they are only counted
MAX_ERRORS = 5_000
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
    """Imports "sites" or "terminals"; with apply=False only previews. Look at `run.faulty`: with errors nothing is applied.

    Raises Invalid where the file as a whole cannot be read and Forbidden where the actor may not; actor None is the system.
    """
    require_editor(actor)
    content = _read(source)
    run = ImportRun(
        kind=kind,
        file_name=Path(file_name).name[:200],
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        created_by=actor,
        created_at=now,
    )
    with transaction.atomic():
        _forget_old_files(now)
        _work(run, content, actor, now, apply)
    return run


def apply_run(run_id: int, *, actor: Any, now: datetime) -> ImportRun:
    """Applies a preview once. Everything is checked again: the network may have changed since. Raises Refused otherwise."""
    require_editor(actor)
    with transaction.atomic():
        run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run_id)
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


def _work(run: ImportRun, content: bytes, actor: Any, now: datetime, apply: bool) -> None:
    sheet = Sheet(run.kind, content)
    staging = Staging(run.kind, sheet.columns)
    gathered = _Gathered()
    staging.fill(gathered.good(sheet), to_merge=apply)
    run.rows = gathered.rows
    if not gathered.rows:
        raise Invalid("import_no_rows", gettext_lazy("表头下面没有数据。"))
    _check(staging, gathered, actor)
    missing = staging.missing_regions() if run.kind == "sites" else []
    run.notes = _notes(sheet, missing, gathered)
    run.faulty = gathered.faulty
    run.errors = [error.as_json() for error in sorted(gathered.errors, key=lambda one: one.line)[:MAX_ERRORS]]
    run.sample = staging.sample(SAMPLE)
    counts = staging.counts()
    if apply and not run.faulty:
        counts = _apply(run, staging, missing, actor, now)
    run.created, run.updated, run.unchanged = counts.created, counts.updated, counts.unchanged
    run.save()
    staging.drop()


def _apply(run: ImportRun, staging: Staging, missing: list[str], actor: Any, now: datetime) -> Counts:
    ensure_regions(missing)
    counts = staging.merge(
        actor_id=actor.pk if actor else None, now=now, reason=_("导入 %(file)s") % {"file": run.file_name[-80:]}
    )
    run.applied_at, run.content = now, None
    return counts


class _Gathered:
    """What is wrong in the rows, collected while they pass."""

    def __init__(self) -> None:
        self.rows = 0
        self._faulty = 0
        self.errors: list[RowError] = []

    def good(self, sheet: Sheet) -> Iterator[Row]:
        for row in sheet.rows():
            self.rows += 1
            if row.errors:
                self.add(1, row.errors)
            else:
                yield row

    def add(self, faulty: int, errors: list[RowError]) -> None:
        self._faulty += faulty
        if self.left:
            self.errors.extend(errors)

    @property
    def faulty(self) -> int:
        """How many rows have errors; where there are too many to list, a row with two may be counted twice."""
        return len({error.line for error in self.errors}) if self.left else self._faulty

    @property
    def left(self) -> int:
        return max(0, MAX_ERRORS - len(self.errors))


def _check(staging: Staging, gathered: _Gathered, actor: Any) -> None:
    """What only the whole file and the database can tell."""
    gathered.add(*staging.duplicates(gathered.left))
    if staging.kind == "terminals":
        gathered.add(*staging.unknown_sites(gathered.left))
    if actor is not None:
        gathered.add(*staging.out_of_reach(visible_regions(actor), gathered.left))


def _notes(sheet: Sheet, missing: list[str], gathered: _Gathered) -> list[str]:
    notes = []
    if sheet.header.unknown:
        notes.append(_("这些列不认识，已忽略：%(columns)s。") % {"columns": "、".join(sheet.header.unknown)})
    if missing:
        named = "、".join(f"{code} {name_of(code) or ''}".strip() for code in missing[:20])
        notes.append(_("将新建 %(count)d 个区划：%(regions)s。") % {"count": len(missing), "regions": named})
    if nameless := [code for code in missing if name_of(code) is None]:
        named = "、".join(nameless[:20])
        notes.append(_("这些区划没有名称，先用代码代替，请在管理后台补充：%(codes)s。") % {"codes": named})
    if gathered.faulty and not gathered.left:
        notes.append(_("错误太多，只列出前 %(count)d 条。") % {"count": MAX_ERRORS})
    return notes


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
