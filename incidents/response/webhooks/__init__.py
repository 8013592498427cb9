"""Outgoing webhooks: what happens to incidents, told to other systems, signed, again until they have it."""
