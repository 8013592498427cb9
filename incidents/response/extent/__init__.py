"""The extent of an incident: which terminals it has touched, from when until when, and which of them are back."""
