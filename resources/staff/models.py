"""People and the posts that they answer for."""

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import AssignmentRole, Function, Theme


class Person(AbstractUser):
    """Somebody who takes part in an emergency; the user model. Sees the regions assigned (000000: the whole country)."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("姓名"), max_length=60)
    phone = models.CharField(_("手机"), max_length=20, blank=True)
    department = models.CharField(_("部门"), max_length=60, blank=True)
    regions = models.ManyToManyField("resources.Region", blank=True, related_name="people", verbose_name=_("负责区域"))
    theme = models.CharField(_("配色"), max_length=10, choices=Theme.choices, default=Theme.AUTO)
    large_type = models.BooleanField(_("大字模式"), default=False)

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class Post(models.Model):
    """岗位: a function for an area. A site's post is the one of the nearest region above it."""

    function = models.CharField(_("职能"), max_length=20, choices=Function.choices)
    region = models.ForeignKey(
        "resources.Region",
        models.PROTECT,
        related_name="posts",
        verbose_name=_("区域"),
        help_text=_("000000 表示全网。"),
    )
    name = models.CharField(_("岗位名称"), max_length=80)
    is_key = models.BooleanField(_("关键岗位"), default=True)

    class Meta:
        ordering = ["function", "region"]
        verbose_name = _("岗位")
        verbose_name_plural = _("岗位")
        constraints = [models.UniqueConstraint(fields=["function", "region"], name="post_once_a_function_and_region")]

    def __str__(self) -> str:
        return self.name


class PostAssignment(models.Model):
    """Who holds a post as A or B, and when. The database itself refuses two As or two Bs at one time."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="assignments", verbose_name=_("岗位"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments", verbose_name=_("人员"))
    role = models.CharField(_("角色"), max_length=1, choices=AssignmentRole.choices)
    validity = DateTimeRangeField(_("有效期"))

    class Meta:
        verbose_name = _("岗位任命")
        verbose_name_plural = _("岗位任命")
        constraints = [
            ExclusionConstraint(
                name="assignment_one_a_and_one_b_at_a_time",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="assignment_a_is_not_b",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.role} {self.person_id}"
