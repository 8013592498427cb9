"""Import of tables of any registered kind: read, check every row, preview, then all or nothing.

A slice writes an `importers.py` that registers its kinds (see `kinds.Importer`), named in resources.apps.MODULES.
"""

from .runs import apply_run, import_file

__all__ = ["apply_run", "import_file"]
