"""Bells for work whose truth is in the database. Celery finds the tasks here."""

from evaluation.tasks import figures, reports, setup

__all__ = ["figures", "reports", "setup"]
