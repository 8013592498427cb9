"""Paper: from HTML and facts to the bytes of a PDF, and the life of such a document until a worker has made it."""
