"""The only writers of counters and their queues: one function a change, each in one transaction."""
