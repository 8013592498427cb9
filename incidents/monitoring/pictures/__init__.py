"""Pictures of payments and of the terminals' states."""
