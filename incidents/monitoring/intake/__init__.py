"""The intake: reports of terminals and gateways, in batches, each counted once.

`decode` turns a request's body into rows, `accept_batch` stores them. What is refused, with which code, is listed in
`refusals`; the limits are in `limits`, the format in `reports`.
"""

from .accept import Outcome, accept_batch
from .decoding import decode
from .keys import Grant
from .refusals import RequestRefused, RowRefused
from .reports import Report

__all__ = ["Grant", "Outcome", "Report", "RequestRefused", "RowRefused", "accept_batch", "decode"]
