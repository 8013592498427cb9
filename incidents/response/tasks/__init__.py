"""处置任务: who does what of the plan for an incident, until when, and what shows that it is done."""
