"""No text with an error reaches the public, whoever lets it out."""

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from notices.content import checks, queries
from notices.content.models import Notice


def require_clean(notice: Notice) -> None:
    """Raises Refused("notice_problems"), which says what is wrong with the newest version."""
    told = queries.told(notice, version=notice.version)
    wrong = [problem for problem in checks.problems(told, notice.outlets) if problem.is_error]
    if wrong:
        text = "；".join(f"{problem.label}：{problem.message}" for problem in wrong[:4])
        raise Refused("notice_problems", _("公告还不能提交或批准：%(text)s"), text=text)
