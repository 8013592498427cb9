"""Scanning: from whatever code is held before the camera to the page with what is to be done there next."""
