"""Import of sites and terminals from CSV and XLSX: read, check every row, preview, then all or nothing."""

from .runs import apply_run, import_file

__all__ = ["apply_run", "import_file"]
