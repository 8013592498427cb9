"""Posts and who holds them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from resources.staff.choices import Area, AssignmentRole, Function


class Post(models.Model):
    """岗位: a function for an area. A site's post is its own, else the one of the nearest region above it.

    For a set of sites, `region` is the region that has them all. `head` covers when A and B are both away.
    """

    function = models.CharField(_("职能"), max_length=20, choices=Function.choices)
    area = models.CharField(_("范围"), max_length=8, choices=Area.choices, default=Area.REGION)
    region = models.ForeignKey(
        "resources.Region",
        models.PROTECT,
        related_name="posts",
        verbose_name=_("区域"),
        help_text=_("000000 表示全网。"),
    )
    sites = models.ManyToManyField("resources.Site", blank=True, related_name="posts", verbose_name=_("网点"))
    name = models.CharField(_("岗位名称"), max_length=80)
    is_key = models.BooleanField(_("关键岗位"), default=True)
    head = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主管")
    )
    required_training = models.ForeignKey(
        "resources.Training", models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("上岗培训")
    )
    materials = models.TextField(
        _("交接材料"), blank=True, help_text=_("每行一项，离岗交接时逐项核对，例如钥匙、账号、台账。")
    )
    is_active = models.BooleanField(_("在用"), default=True)
    history = HistoricalRecords(m2m_fields=[sites])

    class Meta:
        ordering = ["function", "region"]
        verbose_name = _("岗位")
        verbose_name_plural = _("岗位")
        constraints = [
            models.UniqueConstraint(
                fields=["function", "region"],
                name="post_once_a_function_and_region",
                condition=models.Q(is_active=True) & ~models.Q(area=Area.SITES),
            ),
            models.UniqueConstraint(fields=["id", "is_key"], name="post_and_whether_it_is_key"),
        ]

    def __str__(self) -> str:
        return self.name


class PostAssignment(models.Model):
    """Who holds a post as A or B, and when. The database itself refuses two As or two Bs at one time.

    `key_post` repeats the post's is_key (a composite foreign key keeps it true), so that nobody is B of two key posts at once.
    `untrained_reason`: why B may serve without the post's training, and who took that on themselves.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="assignments", verbose_name=_("岗位"))
    person = models.ForeignKey("resources.Person", models.PROTECT, related_name="assignments", verbose_name=_("人员"))
    role = models.CharField(_("角色"), max_length=1, choices=AssignmentRole.choices)
    validity = DateTimeRangeField(_("有效期"))
    key_post = models.BooleanField(default=True, editable=False)
    untrained_reason = models.CharField(_("未培训上岗理由"), max_length=200, blank=True)
    untrained_by = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("批准人")
    )

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
            ExclusionConstraint(
                name="assignment_b_of_one_key_post",
                expressions=[("person", RangeOperators.EQUAL), ("validity", RangeOperators.OVERLAPS)],
                condition=models.Q(role=AssignmentRole.B, key_post=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.role} {self.person_id}"
