"""Bells for work whose truth is in the database. Celery finds the tasks here."""
