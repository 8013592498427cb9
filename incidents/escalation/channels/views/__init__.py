"""Pages: accounts, and the public page of a link."""
