"""Pages of templates and of jargon."""

from .reading import diff, template, templates
from .words import edit_word, remove_word, words
from .writing import activate, create, edit, preview, restore

__all__ = [
    "activate", "create", "diff", "edit", "edit_word", "preview", "remove_word", "restore", "template", "templates", "words",
]  # fmt: skip
