"""The guide that leads from an empty house to one that can stand watch. Nothing is ticked: every state is read from the database."""
