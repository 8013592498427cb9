"""Edges of the FAQ."""
