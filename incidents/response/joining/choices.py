"""Vocabularies of how incidents hang together."""

from collections.abc import Mapping

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Relation(models.TextChoices):
    """How the first incident stands to the second."""

    CAUSES = "causes", _("引起")
    SAME_AREA = "same_area", _("同一区域")
    SPLIT = "split", _("拆分出")


#: as the second incident sees it
SEEN_FROM_SECOND: Mapping[Relation, Promise] = {
    Relation.CAUSES: _("起因于"),
    Relation.SAME_AREA: _("同一区域"),
    Relation.SPLIT: _("拆分自"),
}
#: as people choose it for the incident on whose page they are
CHOICES = (("causes", _("本事件引起对方")), ("caused_by", _("本事件起因于对方")), ("same_area", _("同一区域")))
