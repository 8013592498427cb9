"""@ in what people write: who is meant, told once, and shown."""
