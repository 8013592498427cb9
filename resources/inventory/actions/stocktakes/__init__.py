"""The writers of stocktakes."""

from .counting import add_line, count, recount
from .deciding import cancel, finish, post
from .starting import start

__all__ = ["add_line", "cancel", "count", "finish", "post", "recount", "start"]
