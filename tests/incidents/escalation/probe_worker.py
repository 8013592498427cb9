"""Makes a worker know the probes: `celery worker --include tests.incidents.escalation.probe_worker`."""

from incidents.escalation import registry
from tests.incidents.escalation.probe import PORT

registry.register_subject("probe", PORT)
