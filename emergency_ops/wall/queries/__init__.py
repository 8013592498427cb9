"""What the wall shows, by the prefixes of the regions that it shows. Each part costs a fixed number of queries."""
