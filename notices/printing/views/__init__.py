"""Pages of notices."""

from .documents import document, document_live, page, pdf, retry
from .notices import notices, preview, reprint
from .of_incident import incident, issue, panel

__all__ = [
    "document", "document_live", "incident", "issue", "notices", "page", "panel", "pdf", "preview", "reprint", "retry",
]  # fmt: skip
