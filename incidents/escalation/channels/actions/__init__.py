"""The only writers of accounts, of what became of sends over them, and of links."""
