"""Pages of agents, of what they say, and of how a hotline does."""
