"""The plan that the system ships with, as data: plan.toml and a file of steps a phase."""
