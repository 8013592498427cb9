"""Rows that a sample brought into the house: named one by one when it is loaded, so that they, and only they, can go again."""
