"""Pages of channels and codes, and what the public sees."""
