"""Pages of staffed counters and their queues."""
