"""Vocabularies of command."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TransferState(models.TextChoices):
    """PROPOSED → ACCEPTED by the taker; WITHDRAWN by the giver, or because somebody else took over."""

    PROPOSED = "proposed", _("待接手人确认")
    ACCEPTED = "accepted", _("已交接")
    WITHDRAWN = "withdrawn", _("已取消")
