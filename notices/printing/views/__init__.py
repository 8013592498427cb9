"""Pages of notices."""

from .documents import document, document_live, page, pdf, retry
from .notices import notices, preview, reprint
from .of_incident import incident, issue, panel
from .of_notice import issue_of, of_notice

__all__ = [
    "document", "document_live", "incident", "issue", "issue_of", "notices", "of_notice", "page", "panel", "pdf", "preview", "reprint", "retry",
]  # fmt: skip
