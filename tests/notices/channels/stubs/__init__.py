"""A server on loopback that answers like WeChat's and Weibo's interfaces, in what their documentation says.

    with PublicStubs() as stubs:
        settings.PUBLIC_CHANNEL_ADDRESSES = stubs.addresses
        stubs.plan("freepublish/submit", code(53503))       # the next call; after that it does as asked
        stubs.articles, stubs.statuses                       # what the public can read

`python -m tests.notices.channels.stubs --port 9200` runs it by itself.
"""

from .server import DROP, DROP_AFTER, GARBAGE, HANG_AFTER, UNAVAILABLE, PublicStubs, code

__all__ = ["DROP", "DROP_AFTER", "GARBAGE", "HANG_AFTER", "UNAVAILABLE", "PublicStubs", "code"]
