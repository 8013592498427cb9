"""People: the user model, and their photos."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.staff.choices import Theme


class Person(AbstractUser):
    """Somebody who takes part in an emergency; the user model. Sees the regions assigned (000000: the whole country)."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("姓名"), max_length=60)
    phone = models.CharField(_("手机"), max_length=20, blank=True)
    department = models.CharField(_("部门"), max_length=60, blank=True)
    regions = models.ManyToManyField("resources.Region", blank=True, related_name="people", verbose_name=_("负责区域"))
    theme = models.CharField(_("配色"), max_length=10, choices=Theme.choices, default=Theme.AUTO)
    language = models.CharField(
        _("语言"), max_length=10, blank=True, help_text="as chosen last; empty: never chosen, the browser's counts"
    )
    large_type = models.BooleanField(_("大字模式"), default=False)
    shortcuts = models.BooleanField(
        _("键盘快捷键"), default=True, help_text=_("单个按键就能跳转和操作；按 ? 查看。关闭后 Ctrl+K 仍可用。")
    )

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


class PersonPhoto(models.Model):
    """The photo on somebody's badge: a small JPEG, encoded anew by us so that nothing else is in it."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="photo")
    jpeg = models.BinaryField()
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}"
