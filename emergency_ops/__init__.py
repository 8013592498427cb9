"""The composition root: settings, URLs, the task queue and what ties the apps together."""
