"""Pages of accounts and deliveries."""
