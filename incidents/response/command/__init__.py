"""Who commands an incident and who has which role in it: named, taken over, handed back, handed over with a summary."""
