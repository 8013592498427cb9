"""The only writers of channels, codes and their revocation."""

from .channels import name_channels, save_channel
from .codes import add_code, end, follow, make_codes, prolong, revoke, revoke_all, revoke_at_site

__all__ = [
    "add_code",
    "end",
    "follow",
    "make_codes",
    "name_channels",
    "prolong",
    "revoke",
    "revoke_all",
    "revoke_at_site",
    "save_channel",
]
