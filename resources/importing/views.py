"""Pages of the import: choose a kind, upload, preview, confirm, downloads."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Invalid
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.sheets.downloads import FORMATS, template
from resources.network.access import import_runs_for
from resources.network.models import ImportRun
from resources.staff.access import person_of
from resources.staff.models import Person

from .forms import UploadForm
from .kinds import Kind
from .presenting import changed_rows
from .registry import kind_of, kinds_for
from .runs import apply_run, faulty_rows, import_file

_TYPES: Final = {
    "csv": "text/csv; charset=gb18030",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SHOWN_ERRORS: Final = 200
_RUNS: Final = 10


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The page of one kind, `?kind=…`; without it, of the first that the person may import."""
    person = person_of(request)
    kinds = _importable(person)
    kind = _chosen(kinds, request.POST.get("kind") or request.GET.get("kind") or kinds[0].kind)
    form = UploadForm(request.POST or None, request.FILES or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        run = _previewed(person, kind, form)
        if run is not None:
            return redirect("network:import_run", run.pk)
    context = {
        "form": form,
        "kind": kind,
        "kinds": kinds,
        "columns": list(zip(kind.columns, kind.example, strict=True)),
        "runs": import_runs_for(person).filter(kind__in=[one.kind for one in kinds])[:_RUNS],
    }
    return render(request, "importing/upload.html", context)


@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    found = _run_or_404(request, pk)
    context = {
        "run": found,
        "kind": kind_of(found.kind),
        "errors": found.errors[:_SHOWN_ERRORS],
        "hidden_errors": max(0, len(found.errors) - _SHOWN_ERRORS),
        "sample": changed_rows(found),
        "kept": ImportRun.objects.filter(pk=pk, content__isnull=False).exists(),
    }
    return render(request, "importing/run.html", context)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    found = apply_run(_run_or_404(request, pk).pk, actor=person_of(request), now=clock.now())
    if found.applied_at is not None:
        changed = found.created + found.updated
        sentence = ngettext("导入完成，写入 %(count)d 行。", "导入完成，写入 %(count)d 行。", changed)
        toast(request, sentence % {"count": changed})
    return redirect("network:import_run", pk)


@require_safe
def faulty(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    person = person_of(request)
    _importable(person)
    found = get_object_or_404(import_runs_for(person).defer(None), pk=pk)
    return _download(faulty_rows(found, _known(file_format)), f"faulty-{found.kind}-{found.pk}", file_format)


@require_safe
def blank(request: HttpRequest, kind: str, file_format: str) -> HttpResponse:
    """An empty table of a kind with one example row."""
    chosen = _chosen(_importable(person_of(request)), kind)
    return _download(template(chosen.columns, chosen.example, _known(file_format)), f"template-{kind}", file_format)


def _importable(person: Person) -> list[Kind]:
    kinds = kinds_for(person)
    if not kinds:
        raise Forbidden("import_nothing", gettext_lazy("您没有可以导入的内容，请联系管理员。"))
    return kinds


def _chosen(kinds: list[Kind], name: str) -> Kind:
    for kind in kinds:
        if kind.kind == name:
            return kind
    raise Http404(name)


def _previewed(person: Person, kind: Kind, form: UploadForm) -> ImportRun | None:
    """The preview; None, and the reason at the file's field, where the file as a whole cannot be read."""
    file = form.cleaned_data["file"]
    try:
        return import_file(kind.kind, file, actor=person, now=clock.now(), file_name=file.name, apply=False)
    except Invalid as refusal:
        form.add_error("file", str(refusal))
        return None


def _run_or_404(request: HttpRequest, pk: int) -> ImportRun:
    """A run of one's own, of a kind that one may still import."""
    person = person_of(request)
    kinds = [kind.kind for kind in _importable(person)]
    return get_object_or_404(import_runs_for(person), pk=pk, kind__in=kinds)


def _known(file_format: str) -> str:
    if file_format not in FORMATS:
        raise Http404(file_format)
    return file_format


def _download(content: bytes, name: str, file_format: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_TYPES[file_format])
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return response
