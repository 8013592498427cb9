"""How an incident stands: what is late, why, and who should act. One sentence, the same on every page."""
