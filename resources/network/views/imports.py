"""Pages of the import: upload, preview, confirm, downloads."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid
from emergency_ops.lib.middleware import toast
from resources.network.access import import_runs_for, require_editor
from resources.network.forms import ImportForm
from resources.network.importing import apply_run, import_file
from resources.network.importing.columns import COLUMNS
from resources.network.importing.downloads import FORMATS, faulty_rows, template
from resources.network.models import ImportRun
from resources.network.presenting import changed_rows

_TYPES = {
    "csv": "text/csv; charset=gb18030",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SHOWN_ERRORS = 200


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    require_editor(request.user)
    form = ImportForm(request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind", "sites")})
    if request.method == "POST" and form.is_valid():
        run = _previewed(request, form)
        if run is not None:
            return redirect("network:import_run", run.pk)
    runs = import_runs_for(request.user)[:10]
    return render(request, "network/import.html", {"form": form, "runs": runs, "columns": COLUMNS})


@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    require_editor(request.user)
    found = _run_or_404(request, pk)
    context = {
        "run": found,
        "errors": found.errors[:_SHOWN_ERRORS],
        "hidden_errors": max(0, len(found.errors) - _SHOWN_ERRORS),
        "sample": changed_rows(found),
        "kept": ImportRun.objects.filter(pk=pk, content__isnull=False).exists(),
    }
    return render(request, "network/import_run.html", context)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    require_editor(request.user)
    found = apply_run(_run_or_404(request, pk).pk, actor=request.user, now=clock.now())
    if found.applied_at is not None:
        changed = found.created + found.updated
        sentence = ngettext("导入完成，写入 %(count)d 行。", "导入完成，写入 %(count)d 行。", changed)
        toast(request, sentence % {"count": changed})
    return redirect("network:import_run", pk)


@require_safe
def faulty(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    require_editor(request.user)
    found = get_object_or_404(import_runs_for(request.user).defer(None), pk=pk)
    return _download(faulty_rows(found, _known(file_format)), f"faulty-{found.kind}-{found.pk}", file_format)


@require_safe
def blank(request: HttpRequest, kind: str, file_format: str) -> HttpResponse:
    if kind not in COLUMNS:
        raise Http404(kind)
    return _download(template(kind, _known(file_format)), f"template-{kind}", file_format)


def _previewed(request: HttpRequest, form: ImportForm) -> ImportRun | None:
    """The preview; None, and the reason at the file's field, where the file as a whole cannot be read."""
    file = form.cleaned_data["file"]
    try:
        return import_file(
            form.cleaned_data["kind"], file, actor=request.user, now=clock.now(), file_name=file.name, apply=False
        )
    except Invalid as refusal:
        form.add_error("file", str(refusal))
        return None


def _run_or_404(request: HttpRequest, pk: int) -> ImportRun:
    return get_object_or_404(import_runs_for(request.user), pk=pk)


def _known(file_format: str) -> str:
    if file_format not in FORMATS:
        raise Http404(file_format)
    return file_format


def _download(content: bytes, name: str, file_format: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_TYPES[file_format])
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return response
