"""Courses, records, badges and one planned absence of the sample."""

from datetime import date, datetime, timedelta

from emergency_ops.lib.clock import SHANGHAI

from .actions.absences import Plan, plan_absence
from .actions.badges import Validity, issue
from .actions.handing import accept
from .actions.training import Taking, TrainingData, record, save_training
from .choices import AbsenceKind, Function, HandoverState, TrainingKind
from .models import Absence, Badge, Handover, Person, PostAssignment, Training, TrainingRecord
from .rules.absences import Window

COURSES = (
    TrainingData("YJ-ZH", "应急指挥培训", TrainingKind.COURSE, 24, "应急预案、响应分级、指挥系统操作。"),
    TrainingData("YJ-JS", "终端应急处置培训", TrainingKind.COURSE, 12, "故障定位、远程处置、切换到备用终端。"),
    TrainingData("YJ-XC", "现场服务与安全培训", TrainingKind.COURSE, 12, "人工窗口、排队疏导、便携POS机、应急收款。"),
    TrainingData("YJ-WZ", "备件与设备管理培训", TrainingKind.COURSE, 24, "出入库、调拨、盘点、设备领用。"),
    TrainingData("YJ-FB", "信息发布培训", TrainingKind.COURSE, 24, "公告模板、审核要求、发布渠道。"),
    TrainingData("YJ-DZ", "应急对账培训", TrainingKind.COURSE, 12, "应急收款登记、差错处理、冲正。"),
    TrainingData("YL-ZM", "全网故障桌面推演", TrainingKind.TABLETOP, 12, "支付网关中断，各岗位按预案口述处置。"),
    TrainingData("YL-SZ", "网点停电实战演练", TrainingKind.LIVE_DRILL, 12, "现场启动人工窗口，30分钟内恢复服务。"),
)
#: everybody of the sample was at this drill, so many days ago
DRILL, DRILL_AGO = "YL-ZM", 45


def load_courses(now: datetime) -> None:
    known = set(Training.objects.values_list("code", flat=True))
    for course in COURSES:
        if course.code not in known:
            save_training(None, course, actor=None, now=now)


def train(person: Person, code: str, number: int, now: datetime) -> None:
    """A valid record of the course and of the drill; every twelfth one's course ends within a month."""
    training = Training.objects.get(code=code)
    today = now.astimezone(SHANGHAI).date()
    months = training.valid_months or 12
    soon = number % 12 == 0
    ago = months * 30 - 20 if soon else 20 + number * 7 % 200
    _record_once(person, training, today - timedelta(days=ago), now)
    _record_once(person, Training.objects.get(code=DRILL), today - timedelta(days=DRILL_AGO), now)


def load_badges(issuer: Person, now: datetime) -> None:
    """A badge for everybody who serves on site and has none, valid to the end of next year."""
    today = now.astimezone(SHANGHAI).date()
    validity = Validity(date(today.year, 1, 1), date(today.year + 1, 12, 31))
    held = PostAssignment.objects.filter(post__function=Function.ON_SITE, validity__contains=now)
    badged = set(Badge.objects.values_list("person_id", flat=True))
    for row in held.select_related("person", "post").order_by("post__region", "role"):
        if row.person_id not in badged:
            issue(row.person, validity, post=row.post, actor=issuer, now=now)


def load_absence(person: Person, now: datetime) -> None:
    """Next week somebody travels for two days; B has accepted the handover already."""
    if Absence.objects.filter(person=person, cancelled_at=None).exists():
        return
    monday = now.astimezone(SHANGHAI).replace(hour=9, minute=0, second=0, microsecond=0)
    begins = monday + timedelta(days=8 - monday.weekday())
    window = Window(begins, begins + timedelta(days=2))
    absence = plan_absence(person, Plan(AbsenceKind.TRIP, window, reason="参加行业应急工作会议"), actor=person, now=now)
    for handover in Handover.objects.filter(absence=absence, state=HandoverState.PROPOSED).select_related("taker"):
        if handover.taker is not None:
            accept(handover, range(len(handover.materials)), remark="已收到，随时待命。", actor=handover.taker, now=now)


def _record_once(person: Person, training: Training, day: date, now: datetime) -> None:
    if not TrainingRecord.objects.filter(person=person, training=training, revoked_at=None).exists():
        record(person, Taking(training, day), actor=None, now=now)
