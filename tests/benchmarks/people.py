"""What the pages of people cost with 2,000 people on 300 posts, as against ten of both."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse

from emergency_ops.lib import clock
from emergency_ops.lib.roles import Role
from resources.network.models import Region
from resources.staff.choices import AbsenceKind, Area, Function
from resources.staff.models import Absence, Badge, Person, Post, PostAssignment, Rota, Shift, Training, TrainingRecord

from .measure import Measurement
from .visiting import queries, visitor, worst

PEOPLE = 2_000
POSTS = 300
FEW = 10
DAYS = 30
REGIONS = tuple(f"{310101 + number}" for number in range(90))
PAGES = ("board", "duty", "my_duty", "absences", "team", "training", "badges", "people")


def run() -> list[Measurement]:
    """Leaves nothing behind."""
    with transaction.atomic():
        try:
            person, client = visitor(Role.MANAGER, "310000", "上海市")
            paths = [reverse(f"staff:{name}") for name in PAGES]
            _fill(person, 0, FEW, FEW)
            few = {path: queries(client, path) for path in paths}
            _fill(person, FEW, PEOPLE, POSTS)
            what = f"pages of {PEOPLE:,} people, {POSTS} posts"
            return worst(what, client, paths, few, at_most_ms=150)
        finally:
            transaction.set_rollback(True)


def _fill(keeper: Person, start: int, people: int, posts: int) -> None:
    """People and posts up to these numbers; every post with A and B, a month of shifts, every tenth person away."""
    now = clock.now()
    made = Person.objects.bulk_create(
        Person(username=f"bench-{number}", name=f"测试{number}", department=f"部门{number % 20}", phone="13800000000")
        for number in range(start, people)
    )
    for person in made[:: max(1, len(made) // 50)]:
        person.regions.set(["310000"])
    _regions()
    new = Post.objects.bulk_create(_post(number) for number in range(start, posts))
    _assign(new, made, now)
    _shifts(new, made, now)
    _qualify(made, keeper, now)
    Absence.objects.bulk_create(
        Absence(
            person=person,
            kind=AbsenceKind.LEAVE,
            period=DateTimeTZRange(now - timedelta(hours=1), now + timedelta(days=1)),
            reported_at=now,
            reported_by=keeper,
        )
        for person in made[::10]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE resources_person, resources_post, resources_postassignment, resources_shift")


def _regions() -> None:
    rows = [Region(code=code, name=f"区{code}") for code in REGIONS]
    Region.objects.bulk_create(rows, ignore_conflicts=True)


def _post(number: int) -> Post:
    functions = list(Function)
    return Post(
        function=functions[number % len(functions)],
        area=Area.REGION,
        region_id=REGIONS[(number // len(functions)) % len(REGIONS)],
        name=f"岗位{number}",
        is_key=number % 2 == 0,
    )


def _assign(posts: list[Post], people: list[Person], now: datetime) -> None:
    validity = DateTimeTZRange(now - timedelta(days=30), None)
    half = len(people) // 2
    PostAssignment.objects.bulk_create(
        PostAssignment(post=post, person=people[place], role=role, validity=validity, key_post=post.is_key)
        for number, post in enumerate(posts)
        for role, place in (("A", number % half), ("B", half + number % half))
    )


def _shifts(posts: list[Post], people: list[Person], now: datetime) -> None:
    today = clock.today()
    rotas = Rota.objects.bulk_create(Rota(post=post, name=f"{post}值班", starts_on=today) for post in posts)
    begins = now.replace(hour=0, minute=0, second=0, microsecond=0)
    Shift.objects.bulk_create(
        (
            Shift(
                post=rota.post,
                rota=rota,
                day=today + timedelta(days=day),
                label="全天",
                period=DateTimeTZRange(begins + timedelta(days=day), begins + timedelta(days=day + 1)),
                person=people[number % len(people)],
                updated_at=now,
            )
            for number, rota in enumerate(rotas)
            for day in range(DAYS)
        ),
        batch_size=5_000,
    )


def _qualify(people: list[Person], keeper: Person, now: datetime) -> None:
    training, _ = Training.objects.get_or_create(code="BENCH", defaults={"name": "上岗培训", "valid_months": 12})
    today = clock.today()
    TrainingRecord.objects.bulk_create(
        TrainingRecord(
            person=person, training=training, taken_on=today, expires_on=today + timedelta(days=365), recorded_at=now
        )
        for person in people
    )
    Badge.objects.bulk_create(
        Badge(
            number=f"BENCH-{person.pk}",
            token=f"BENCH{person.pk}"[:16],
            person=person,
            valid_from=today,
            valid_until=today + timedelta(days=365),
            issued_at=now,
            issued_by=keeper,
        )
        for person in people
    )
