"""How somebody wants to be reached: the order of channels, addresses, quiet hours."""
