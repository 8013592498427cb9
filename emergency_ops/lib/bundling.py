"""The style sheets that every page has, sent as one file where static files are collected, one by one elsewhere."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: in the order of the cascade; print.css comes by itself, after the themes
STYLES = (
    "tokens", "base", "shell", "entrance", "components", "figures", "pictures", "feedback", "forms", "terms",
    "lists", "incident", "substitutes", "diagnosis", "online", "cap", "hotline", "tasks", "network",
    "inventory", "equipment", "sources", "dispatch", "staff", "attachments", "command", "search",
)  # fmt: skip
BUNDLE = "css/house.css"


def style_files() -> list[str]:
    """What a page links: the bundle if there is one, else the files that it would be made of."""
    made = getattr(staticfiles_storage, "hashed_files", {})
    if not settings.DEBUG and BUNDLE in made:
        return [BUNDLE]
    return [f"css/{name}.css" for name in STYLES]


class _Bundling:
    """Writes the bundle before the files get their hashes, so that it gets one as well. It lies where its parts do."""

    def post_process(self: Any, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        parts = [f"css/{name}.css" for name in STYLES]
        if not dry_run and all(part in paths for part in parts):
            whole = b"\n".join(self.open(part).read() for part in parts)
            if self.exists(BUNDLE):
                self.delete(BUNDLE)
            self._save(BUNDLE, ContentFile(whole))
            paths = {**paths, BUNDLE: (self, BUNDLE)}
        yield from super().post_process(paths, dry_run, **options)  # type: ignore[misc]


class BundledStorage(_Bundling, ManifestStaticFilesStorage):  # type: ignore[misc]
    """For one's own machine."""


class CompressedBundledStorage(_Bundling, CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """With gzip beside every file, for production."""
