"""Table of contents of the slices' models."""

from .content.models import Notice, NoticeEvent, NoticeNumbers, NoticeSite, NoticeText, ReviewRule
from .printing.models import NoticeSeries, PrintedNotice, PrintJob

__all__ = [
    "Notice",
    "NoticeEvent",
    "NoticeNumbers",
    "NoticeSeries",
    "NoticeSite",
    "NoticeText",
    "PrintJob",
    "PrintedNotice",
    "ReviewRule",
]
