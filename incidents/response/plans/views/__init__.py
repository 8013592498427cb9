"""Pages: access, form, action, answer."""
