"""Figures as files that other programs read (docs/formats.md)."""
