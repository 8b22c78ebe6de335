"""Formats of dates and numbers for languages in which Django's own do not suit our readers."""
