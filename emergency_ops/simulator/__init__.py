"""A fleet that talks: plays terminals, and the faults of the plan, over real HTTP."""
