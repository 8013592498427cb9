"""All stubs on one port, for a walk by hand: every accepted message is a line of JSON on standard output.

    python -m tests.incidents.escalation.stubs --port 9100 --limits
    WECOM_URL=http://127.0.0.1:9100 DINGTALK_URL=… FEISHU_URL=… ALIYUN_SMS_URL=… ./ops up

The keys that the stubs accept are those of `vendors.KEYS`; a webhook's address is http://127.0.0.1:9100/webhook.
"""

import argparse
import sys
import threading

from .server import StubServer
from .vendors import KEYS


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=9100)
    parser.add_argument("--limits", action="store_true", help="answer as throttled beyond the vendors' own rates")
    asked = parser.parse_args()
    with StubServer(asked.port, limits=asked.limits, log=sys.stdout) as stubs:
        print(f"{stubs.url} {KEYS}", file=sys.stderr)  # noqa: T201
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            for (vendor, key), number in stubs.counts().items():
                print(f"{number} {vendor} {key}", file=sys.stderr)  # noqa: T201


main()
