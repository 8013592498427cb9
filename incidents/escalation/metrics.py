"""Prometheus metrics, read from the database when they are asked for: the same on every node. Registered when imported."""

from collections.abc import Iterable, Iterator

from prometheus_client import REGISTRY
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from emergency_ops.lib import clock

from . import status


class EscalationCollector(Collector):
    """Age of the sweeps' heartbeats, pending deadlines, unsettled messages. Three queries."""

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """The families without values, so that registering asks no database."""
        return _families()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        ages, alive, deadlines, messages = _families()
        now = clock.now()
        for pulse in status.pulses(now):
            alive.add_metric([pulse.name], float(pulse.alive))
            if pulse.age is not None:
                ages.add_metric([pulse.name], pulse.age)
        figures = status.deadline_figures(now)
        for state in ("pending", "overdue", "failing"):
            deadlines.add_metric([state], getattr(figures, state))
        outbox = status.outbox_figures(now)
        for state in ("queued", "sending", "retry_wait", "failed", "unknown"):
            messages.add_metric([state], getattr(outbox, state))
        yield from (ages, alive, deadlines, messages)


def _families() -> tuple[GaugeMetricFamily, GaugeMetricFamily, GaugeMetricFamily, GaugeMetricFamily]:
    return (
        GaugeMetricFamily("ops_heartbeat_age_seconds", "Seconds since a sweep last came to its end", labels=["sweep"]),
        GaugeMetricFamily("ops_heartbeat_alive", "1 while a sweep's heartbeat is young enough", labels=["sweep"]),
        GaugeMetricFamily(
            "ops_deadlines", "Pending deadlines; overdue: untouched 30 s after they were due", labels=["state"]
        ),
        GaugeMetricFamily(
            "ops_outbox_messages", "Messages not settled; failed and unknown of 7 days", labels=["state"]
        ),
    )


REGISTRY.register(EscalationCollector())
