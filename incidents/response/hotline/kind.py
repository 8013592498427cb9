"""What a hotline adds to the page of a substitute, and what follows its changes. Imported when the app is ready."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import ngettext

from incidents.response import kinds
from incidents.response.choices import SubstituteKind, SubstituteStatus
from incidents.response.models import Substitute
from resources.staff.models import Person

from . import actions
from .access import may_answer
from .choices import OWED, CallOutcome
from .forms import SetUpForm
from .models import CallBack, Hotline
from .queries import of_substitute

_OPEN = (SubstituteStatus.READY, SubstituteStatus.SERVING)


def section(substitute: Substitute, person: Person, now: datetime) -> Mapping[str, Any]:
    line = Hotline.objects.filter(substitute=substitute).first()
    return {
        "line": line,
        "figures": of_substitute(substitute, now),
        "may_answer": may_answer(person, substitute) and substitute.status in _OPEN,
        "setup_form": SetUpForm(initial={"agents": line.agents, "calls_an_hour": line.calls_an_hour} if line else {}),
    }


def missing(substitute: Substitute, status: SubstituteStatus) -> Sequence[str]:
    """Whoever was promised a call-back gets it before the hotline goes."""
    if status == SubstituteStatus.WITHDRAWN:
        owed = CallBack.objects.filter(call__substitute=substitute, state__in=OWED).count()
        return (ngettext("%(count)s个回电", "%(count)s个回电", owed) % {"count": owed},) if owed else ()
    return ()


def evidence(substitute: Substitute) -> str:
    answered = substitute.calls.filter(outcome=CallOutcome.ANSWERED).count()
    return (
        ngettext("已接听%(count)s个来电。", "已接听%(count)s个来电。", answered) % {"count": answered}
        if answered
        else ""
    )


kinds.register(SubstituteKind.HOTLINE, kinds.Kind("hotline/_section.html", section, missing, actions.follow, evidence))
