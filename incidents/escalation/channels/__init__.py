"""How messages leave: accounts of robots, text messages and webhooks, what became of a send, and links that acknowledge."""
