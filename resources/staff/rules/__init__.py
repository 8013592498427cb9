"""Pure decisions about people: who acts, who is on duty, what has expired."""
