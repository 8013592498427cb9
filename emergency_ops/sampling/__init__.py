"""Filling the house with the sample network and taking it back; what every installation begins with."""
