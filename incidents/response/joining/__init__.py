"""Incidents and one another: merged, split, related; and what kind of incident one is."""
