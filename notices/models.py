"""Table of contents of the slices' models."""

from .printing.models import PrintedNotice, PrintJob

__all__ = ["PrintJob", "PrintedNotice"]
