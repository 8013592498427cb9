"""Table of contents of the slices' models."""

from .channels.cap.models import CapMessage
from .channels.models import Delivery, PublicAccount
from .channels.screens.models import ScreenChoice, ScreenSlot, ScreenText
from .channels.status.models import StatusEdition
from .content.faq.models import FaqEvent, FaqItem, FaqVersion
from .content.models import Notice, NoticeEvent, NoticeNumbers, NoticeSite, NoticeText, ReviewRule
from .content.patterns.models import JargonWord, NoticeTemplate, TemplateEvent, TemplateVersion
from .printing.models import NoticeSeries, PrintedNotice, PrintJob
from .printing.walls.models import Posting

__all__ = [
    "CapMessage",
    "Delivery",
    "FaqEvent",
    "FaqItem",
    "FaqVersion",
    "JargonWord",
    "Notice",
    "NoticeEvent",
    "NoticeNumbers",
    "NoticeSeries",
    "NoticeSite",
    "NoticeTemplate",
    "NoticeText",
    "Posting",
    "PrintJob",
    "PrintedNotice",
    "PublicAccount",
    "ReviewRule",
    "ScreenChoice",
    "ScreenSlot",
    "ScreenText",
    "StatusEdition",
    "TemplateEvent",
    "TemplateVersion",
]
