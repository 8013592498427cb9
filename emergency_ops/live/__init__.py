"""The event stream: an ASGI application of its own, beside the pages, that only says which topics have changed."""
