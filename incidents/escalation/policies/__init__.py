"""Which policy serves which subject: conditions, their choice, what is wrong with them, and what a policy would do."""
