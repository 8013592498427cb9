"""Addresses of the wall for screens at which nobody logs in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WallLink(models.Model):
    """A read-only address of the wall. It shows the region as far as its maker sees it. Only the hash of its secret is kept."""

    name = models.CharField(_("屏幕位置"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret in the address")
    region = models.ForeignKey("resources.Region", models.PROTECT, related_name="+", verbose_name=_("区域"))
    created_by = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("大屏地址")
        verbose_name_plural = _("大屏地址")

    def __str__(self) -> str:
        return self.name
