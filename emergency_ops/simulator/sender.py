"""Posts reports as a gateway would: what was not answered 2xx is kept and sent again."""

from collections import Counter, deque

import httpx

from .faults import Report

BATCH = 500
#: about an hour of 350 terminals; beyond that the oldest are dropped, as a real gateway's memory would
KEEP = 20_000


class KeyRefused(Exception):
    """The intake key was not accepted; trying again will not help."""


class Sender:
    def __init__(self, base_url: str, key: str) -> None:
        self.client = httpx.Client(
            base_url=base_url, headers={"Authorization": f"Bearer {key}"}, timeout=10, trust_env=False
        )
        self.waiting: deque[Report] = deque(maxlen=KEEP)
        self.totals: Counter[str] = Counter()
        self.trouble = ""

    def send(self, reports: list[Report]) -> None:
        """Queue these and post all that waits, oldest first, until done or until the server does not take them."""
        self.waiting.extend(reports)
        while self.waiting:
            batch = [self.waiting[i] for i in range(min(BATCH, len(self.waiting)))]
            if not self._post(batch):
                return
            for _ in batch:
                self.waiting.popleft()

    def _post(self, batch: list[Report]) -> bool:
        try:
            answer = self.client.post("/api/v1/reports", json=batch)
        except httpx.HTTPError as error:
            self.trouble = type(error).__name__
            return False
        if answer.status_code in (401, 403):
            raise KeyRefused(answer.text)
        if answer.status_code != 200:
            self.trouble = f"HTTP {answer.status_code}"
            return False
        outcome = answer.json()
        self.trouble = ""
        self.totals.update(
            accepted=outcome["accepted"], duplicates=outcome["duplicates"], rejected=len(outcome["rejected"])
        )
        return True

    def close(self) -> None:
        self.client.close()
