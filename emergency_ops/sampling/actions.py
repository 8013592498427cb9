"""Load the sample, take it back. Asked for by a person, done by a worker (see jobs); the command does both at once."""

from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.roles import Role, has_role
from resources.inventory.models import Depot
from resources.network.models import Site
from resources.sampling import recording, unwinding
from resources.sampling.choices import SampleState
from resources.sampling.models import SampleLoad, SampleRow
from resources.staff.models import Person, Post

from . import progress
from .parts import DEFAULTS, SAMPLE
from .traces import STAYING, TRACES

#: a worker that has not ended after so long was killed: the work may be asked for again
PATIENCE: Final = timedelta(minutes=5)
#: so that two workers never fill or empty the house at once
LOCK: Final = 7_041_128


def current() -> SampleLoad | None:
    """The sample that is in the house, or is on its way in or out."""
    return SampleLoad.objects.exclude(state__in=[SampleState.TAKEN_BACK, SampleState.FAILED]).first()


def is_at_work(order: SampleLoad, now: datetime) -> bool:
    """Whether a worker is at the order, or will be soon; one that was killed is not waited for."""
    return order.is_busy and now - order.asked_at < PATIENCE


def house_is_furnished() -> bool:
    """Whether somebody has brought sites, posts or depots of their own: the sample never mixes with them."""
    for rows in (Site.objects.all(), Post.objects.all(), Depot.objects.all()):
        table = rows.model._meta.db_table
        mine = SampleRow.objects.filter(table=table).values_list("row", flat=True)
        if rows.exclude(pk__in=[int(row) for row in mine]).exists():
            return True
    return False


def load_defaults(now: datetime) -> None:
    """What every installation begins with, where there is nothing of the kind yet."""
    with transaction.atomic():
        for part in DEFAULTS:
            part.load(now)


@transaction.atomic
def ask_load(*, actor: Person | None, now: datetime) -> SampleLoad:
    """The order to load the sample; a worker carries it out (jobs.load)."""
    _check_actor(actor)
    _lock()
    known = current()
    if known is not None and (known.state != SampleState.LOADING or is_at_work(known, now)):
        raise Refused("sample_is_here", _("示例数据已经载入，或正在载入。"))
    _check_unfurnished()
    if known is None:
        return SampleLoad.objects.create(asked_by=actor, asked_at=now)
    known.asked_at = now
    known.save(update_fields=["asked_at"])
    return known


def load(load_id: int, now: datetime) -> bool:
    """Bring the sample in and name every row that it brought, all or nothing. False: there is nothing to do any more.

    Raises:
        Refused: somebody has brought something of their own since it was asked for.
    """
    with transaction.atomic():
        _lock()
        order = SampleLoad.objects.select_for_update().get(pk=load_id)
        if order.state != SampleState.LOADING:
            return False
        _check_unfurnished()
        load_defaults(now)
        order.rows = _bring(order, now)
        order.state, order.ended_at, order.error = SampleState.LOADED, now, ""
        order.save(update_fields=["rows", "state", "ended_at", "error"])
    progress.forget()
    return True


def _bring(order: SampleLoad, now: datetime) -> int:
    models = list(recording.recordable(STAYING))
    before = recording.floors(models)
    for number, part in enumerate(SAMPLE):
        progress.say(number, len(SAMPLE) + 1, part.label)
        part.load(now)
    progress.say(len(SAMPLE), len(SAMPLE) + 1)
    rows = [
        SampleRow(load=order, table=table, row=str(key))
        for table, keys in recording.brought(models, before).items()
        for key in keys
    ]
    SampleRow.objects.bulk_create(rows, ignore_conflicts=True, batch_size=unwinding.SLICE)
    return order.members.count()


def give_up(load_id: int, error: str, now: datetime) -> None:
    """A load or a take-back that did not work: the house is as it was before."""
    with transaction.atomic():
        order = SampleLoad.objects.select_for_update().get(pk=load_id)
        before = SampleState.PARTLY if order.taken else SampleState.LOADED
        order.state = SampleState.FAILED if order.state == SampleState.LOADING else before
        order.error, order.ended_at = error[:300], now
        order.save(update_fields=["state", "error", "ended_at"])
    progress.forget()


@transaction.atomic
def ask_take_back(*, only_free: bool, actor: Person | None, now: datetime) -> SampleLoad:
    """The order to take the sample back (jobs.take_back). Refused while something was built on it, unless only what is free goes."""
    _check_actor(actor)
    _lock()
    order = current()
    if order is None or order.state == SampleState.LOADING:
        raise Refused("no_sample", _("没有可以取回的示例数据。"))
    if order.state == SampleState.TAKING_BACK and is_at_work(order, now):
        raise Refused("sample_is_going", _("示例数据正在取回。"))
    _check_somebody_stays(order, actor)
    if not only_free and not unwinding.extent_of(order, TRACES).is_whole:
        raise Refused("sample_in_use", _("有记录建立在示例数据之上，不能全部取回。请查看清单后决定。"))
    order.state, order.asked_at, order.asked_by = SampleState.TAKING_BACK, now, actor
    order.save(update_fields=["state", "asked_at", "asked_by"])
    return order


def take_back(load_id: int, *, only_free: bool, now: datetime) -> bool:
    """Everything of the sample that is free goes, in one transaction. False: there is nothing to do any more.

    Raises:
        Refused: something was built on it meanwhile, and only the whole was to go.
    """
    with transaction.atomic():
        _lock()
        order = SampleLoad.objects.select_for_update().get(pk=load_id)
        if order.state != SampleState.TAKING_BACK:
            return False
        progress.say(0, 2, _("查看哪些可以取回"))
        extent = unwinding.extent_of(order, TRACES)
        if not (only_free or extent.is_whole):
            raise Refused("sample_in_use", _("有记录建立在示例数据之上，不能全部取回。请查看清单后决定。"))
        progress.say(1, 2, _("取回"))
        order.taken += unwinding.remove(order, extent.going, TRACES)
        _lock_out(extent.staying)
        order.state = SampleState.PARTLY if extent.built else SampleState.TAKEN_BACK
        order.ended_at, order.error = now, ""
        order.save(update_fields=["state", "taken", "ended_at", "error"])
        if not extent.built:
            order.members.all().delete()
    progress.forget()
    return True


def _lock_out(staying: recording.Rows) -> None:
    """People of the sample whose names have to stay in records can do nothing any more."""
    for person in Person.objects.filter(pk__in=staying.get(Person._meta.db_table, ()), is_active=True):
        person.is_active = False
        person.is_staff = person.is_superuser = False
        person.set_unusable_password()
        person.save(update_fields=["is_active", "is_staff", "is_superuser", "password"])


def _check_unfurnished() -> None:
    if house_is_furnished():
        raise Refused("house_is_furnished", _("系统里已经有自己的网点、岗位或备件库，示例数据不能与之混在一起。"))


def _check_actor(actor: Person | None) -> None:
    if actor is not None and not has_role(actor, Role.ADMINISTRATOR):
        raise Forbidden("not_allowed", _("只有系统管理员可以载入或取回示例数据。"))


def _check_somebody_stays(order: SampleLoad, actor: Person | None) -> None:
    if actor is None:
        return
    mine = order.members.filter(table=Person._meta.db_table, row=str(actor.pk)).exists()
    if mine:
        raise Refused(
            "own_account_first",
            _("您正在使用的就是示例账号，它也会被取回。请先建立自己的系统管理员账号，并用它登录。"),
        )


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
