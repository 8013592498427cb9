"""Things for programs."""
