"""The application on a phone: its manifest and icons, and the worker that keeps pages for when there is no connection."""
