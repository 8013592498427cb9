"""Why somebody is suggested, and why somebody is not, in sentences."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.wording import listed

from .candidates import Suggestion
from .rules.ranking import Bar, Candidate, Duty, Fit, Load, Whence

_BARS = {
    Bar.AWAY: gettext_lazy("已离岗"),
    Bar.OFF_DUTY: gettext_lazy("现在不值班"),
    Bar.UNTRAINED: gettext_lazy("没有所需职能或有效培训"),
    Bar.BUSY: gettext_lazy("正在执行另一派遣"),
    Bar.ASKED: gettext_lazy("已谢绝或未应答这次派遣"),
}
_PLACES = {
    Whence.DISPATCH: gettext_lazy("派遣地%(place)s"),
    Whence.LAST_DISPATCH: gettext_lazy("上次派遣地%(place)s"),
    Whence.POST: gettext_lazy("岗位%(place)s"),
    Whence.DEPOT: gettext_lazy("备件库%(place)s"),
    Whence.REGION: gettext_lazy("负责区域%(place)s"),
    Whence.UNKNOWN: gettext_lazy("未知位置"),
}
#: of dispatches, tasks, counters
_LOADS = (gettext_lazy("派遣%(count)s项"), gettext_lazy("处置任务%(count)s项"), gettext_lazy("窗口值守%(count)s处"))


def bars_of(one: Suggestion) -> list[str]:
    """What keeps somebody from going."""
    return [_bar(bar, one) for bar in one.ranked.bars]


def _bar(bar: Bar, one: Suggestion) -> str:
    if bar == Bar.BUSY and one.current is not None:
        names = {"site": one.current.site.name, "state": one.current.get_state_display()}
        return _("正在执行前往%(site)s的派遣（%(state)s）") % names
    return str(_BARS[bar])


def reasons_of(one: Suggestion) -> list[str]:
    """Duty, training, way, load: what the order of the suggestions is made of."""
    return [text for text in (_duty(one), _fit(one), way(one), _load(one.ranked.candidate.load)) if text]


def _duty(one: Suggestion) -> str:
    duty = one.ranked.candidate.duty
    if duty == Duty.ON_SHIFT and one.shift is not None:
        until = date_format(localtime(one.shift.period.upper), "H:i")
        return _("值班中：%(post)s，至%(until)s") % {"post": one.shift.post, "until": until}
    if duty == Duty.ACTING and one.post is not None:
        return _("此刻负责：%(post)s") % {"post": one.post}
    return _("不排班，值班情况未知") if duty == Duty.UNPLANNED else ""


def _fit(one: Suggestion) -> str:
    fit = one.ranked.candidate.fit
    if fit == Fit.HELD and one.record is not None:
        if one.record.expires_on is None:
            return _("培训有效：%(training)s") % {"training": one.record.training}
        until = one.record.expires_on.isoformat()
        return _("培训有效：%(training)s，至%(until)s") % {"training": one.record.training, "until": until}
    return _("任职或轮值于所需职能岗位，该岗位不要求培训") if fit == Fit.SERVES else ""


def way(one: Suggestion) -> str:
    """How far, from where, how long."""
    far = one.ranked.candidate.kilometres
    place = str(_PLACES[one.known.whence]) % {"place": one.known.name}
    if far is None:
        return _("距离未知（%(place)s没有坐标）") % {"place": place}
    named = {"place": place, "far": _far(far), "time": duration(one.ranked.candidate.minutes)}
    return _("从%(place)s出发%(far)s，%(time)s") % named


def short_way(one: Candidate) -> str:
    """Without the place, where there is little room."""
    far = one.kilometres
    if far is None:
        return _("距离未知")
    return _("%(far)s，%(time)s") % {"far": _far(far), "time": duration(one.minutes)}


def _far(kilometres: float) -> str:
    """约12公里, 不到1公里."""
    return _("约%(far)s公里") % {"far": round(kilometres)} if kilometres >= 1 else _("不到1公里")


def duration(minutes: int) -> str:
    """约18分钟, 约2小时5分钟."""
    hours, rest = divmod(max(1, minutes), 60)
    if not hours:
        return _("约%(minutes)s分钟") % {"minutes": rest}
    return _("约%(hours)s小时%(minutes)s分钟") % {"hours": hours, "minutes": rest}


def _load(load: Load) -> str:
    counts = zip(_LOADS, (load.dispatches, load.tasks, load.counters), strict=True)
    parts = [str(text) % {"count": count} for text, count in counts if count]
    return _("手头：%(things)s") % {"things": listed(parts)} if parts else _("手头没有其他任务")
