"""People for programs."""
