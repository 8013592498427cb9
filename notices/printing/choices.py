"""States of a rendering, and the forms of a sheet."""

from django.db import models
from django.utils.translation import pgettext_lazy

from emergency_ops.lib.paper.queue import PrintState as JobState

__all__ = ["Form", "JobState"]


class Form(models.TextChoices):
    """What a site's notice is printed as. A slip is half a sheet: A5, two of them on an A4 to be cut apart."""

    A4 = "a4", pgettext_lazy("form", "A4 公告")
    A3 = "a3", pgettext_lazy("form", "A3 海报")
    SLIP = "slip", pgettext_lazy("form", "半页便条")
    LARGE = "large", pgettext_lazy("form", "大字版")
    BILINGUAL = "bilingual", pgettext_lazy("form", "中英双语")
