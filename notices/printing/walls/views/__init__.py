"""Pages of walls."""
