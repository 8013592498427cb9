"""Deeds done on a phone without a connection: taken in once, however often they are sent, at the time when they were done."""
