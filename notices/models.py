"""Table of contents of the slices' models."""

from .printing.models import NoticeSeries, PrintedNotice, PrintJob

__all__ = ["NoticeSeries", "PrintJob", "PrintedNotice"]
