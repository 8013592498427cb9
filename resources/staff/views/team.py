"""The emergency team: who is in it now, and how to reach them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock, export
from emergency_ops.lib.listing import Column
from emergency_ops.lib.masking import mask_phone
from emergency_ops.lib.paging import Count, Page
from emergency_ops.lib.roles import has_role
from emergency_ops.lib.wording import listed
from resources.staff.access import DIRECTORY_ROLES, person_of, sees_phone
from resources.staff.filters_posts import TeamFilter
from resources.staff.models import Person, Post
from resources.staff.queries_board import listed_posts
from resources.staff.queries_team import Member
from resources.staff.queries_team import team as team_of


@dataclass(frozen=True)
class Line:
    """A member as the page and the download show them; `tel` only where the viewer may see whole numbers."""

    member: Member
    phone: str
    tel: str

    @property
    def posts(self) -> list[tuple[str, str]]:
        """(post, what for)."""
        acts = [(str(post), why) for post, why in self.member.acts]
        return acts + [(str(post), _("B角待命")) for post in self.member.ready]


PER_PAGE = 60
COLUMNS = [
    Column("department", gettext_lazy("部门"), lambda line: line.member.person.department),
    Column("name", gettext_lazy("姓名"), lambda line: line.member.person.name),
    Column("posts", gettext_lazy("岗位"), lambda line: listed(f"{post}（{why}）" for post, why in line.posts)),
    Column("duty", gettext_lazy("值班中"), lambda line: line.member.on_duty),
    Column("phone", gettext_lazy("手机"), lambda line: line.phone),
    Column("email", gettext_lazy("邮箱"), lambda line: line.member.person.email),
]


@require_safe
def team(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    posts = listed_posts(person)
    filterset = TeamFilter(request.GET, queryset=posts, request=request)
    chosen: QuerySet[Post] = filterset.qs if filterset.is_valid() else posts.none()
    departments = team_of(chosen.order_by("region_id", "function"), clock.now())
    members = [member for one in departments for member in one.members]
    kind = request.GET.get("export", "")
    if kind in export.FORMATS:
        return export.download(kind, _Lines(_line(person, member) for member in members), COLUMNS, "team")
    page = page_of_list(members, request.GET.get("page"), len(members) if request.GET.get("all") else PER_PAGE)
    lines = [_line(person, member) for member in page.objects]
    context = {
        "sections": [(name, list(rows)) for name, rows in groupby(lines, key=_department)],
        "count": len(members),
        "page": page,
        "previous": _address(request, page=str(page.number - 1)),
        "next": _address(request, page=str(page.number + 1)),
        "everything": _address(request, all="1"),
        "form": filterset.form,
        "exports": [(_address(request, export=kind), label) for kind, label in export.FORMATS.items()],
        "may_look": has_role(person, *DIRECTORY_ROLES),
        "whole_numbers": any(line.tel for line in lines),
    }
    return render(request, "staff/team.html", context)


def page_of_list(lines: Sequence[Member], asked: str | None, per_page: int) -> Page:
    """A page of what is in memory already."""
    last = max(1, -(-len(lines) // max(1, per_page)))
    number = min(int(asked), last) if asked and asked.isdecimal() and len(asked) < 8 else 1
    start = (max(1, number) - 1) * per_page
    shown = lines[start : start + per_page]
    return Page(shown, max(1, number), max(1, per_page), number < last, Count(len(lines)))


def _department(line: Line) -> str:
    return line.member.person.department


def _line(person: Person, member: Member) -> Line:
    number = member.person.phone
    if sees_phone(person, member.person):
        return Line(member, number, number.replace(" ", ""))
    return Line(member, mask_phone(number), "")


def _address(request: HttpRequest, **changes: str) -> str:
    """This page with other parameters; of page and all only the one that is given."""
    query = request.GET.copy()
    for name in ("page", "all", "export"):
        query.pop(name, None)
    query.update(changes)
    return f"{request.path}?{query.urlencode()}"


class _Lines(list[Line]):
    """Lines as a download reads its rows."""

    def iterator(self, chunk_size: int = 0) -> Iterable[Line]:
        return iter(self)
