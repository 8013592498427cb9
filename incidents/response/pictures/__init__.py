"""Pictures of how incidents went and how well the 30 minutes were kept."""
