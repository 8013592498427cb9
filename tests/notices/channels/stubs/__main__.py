"""The stub by itself, for a walk by hand: every call is a line on standard output.

    python -m tests.notices.channels.stubs --port 9200 --polls 2
    WECHAT_URL=http://127.0.0.1:9200 WEIBO_URL=http://127.0.0.1:9200 ./ops up

The accounts that it knows: WeChat appid wx-stub, secret wechat-secret, cover image thumb-1; Weibo token weibo-token, any domain.
"""

import argparse
import sys
import threading

from .server import PublicStubs


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=9200)
    parser.add_argument("--polls", type=int, default=2, help="looks at a publication before it is public")
    parser.add_argument("--domain", default="", help="the only domain that a Weibo text may link to")
    asked = parser.parse_args()
    with PublicStubs(asked.port, polls=asked.polls, domain=asked.domain, log=sys.stdout) as stubs:
        print(stubs.url, file=sys.stderr)  # noqa: T201
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print(f"{len(stubs.articles)} articles, {len(stubs.statuses)} statuses", file=sys.stderr)  # noqa: T201


main()
