"""Terminals that report over HTTP, as their gateway does."""

from datetime import timedelta

import httpx

from emergency_ops.lib import clock
from incidents.monitoring import actions
from incidents.monitoring.intake import keys, terminals
from resources.network.models import Terminal


class Fleet:
    """report() sends one report of every terminal; what is broken stays so until it is mended."""

    def __init__(self, address):
        keys.forget()
        terminals.forget()
        self.address = f"{address}/api/v1/reports"
        self.secret = actions.create_key(name="网关", sites=[], actor=None, now=clock.now())[1]
        self.broken, self.silent, self.seq = {}, set(), 0

    def breaks(self, site, **components):
        """breaks("310101-0001", network="NET_DOWN"): the components of all terminals there fail with these codes."""
        self.broken[site] = {part: {"state": "failed", "fault_code": code} for part, code in components.items()}

    def mends(self, site):
        del self.broken[site]

    def falls_silent(self, site):
        self.silent.add(site)

    def speaks_again(self, site):
        self.silent.remove(site)

    def report(self):
        """One report of each terminal that can still speak."""
        self.seq += 1
        reports = [self._of(row) for row in Terminal.objects.select_related("site") if row.site.code not in self.silent]
        headers = {"Authorization": f"Bearer {self.secret}"}
        taken = httpx.post(self.address, json=reports, headers=headers, timeout=60).raise_for_status().json()
        assert taken["accepted"] == len(reports), taken

    def _of(self, terminal):
        broken = self.broken.get(terminal.site.code, {})
        paid = {"ok": 0, "failed": 0} if broken else {"ok": 2, "failed": 0}
        return {
            "terminal": terminal.code,
            "at": (clock.now() - timedelta(seconds=1)).isoformat(),
            "seq": self.seq,
            "device": "online",
            "components": broken,
            "network": {"state": "ok", "latency_ms": 40},
            "payments": dict.fromkeys(terminal.payment_methods, paid),
        }
