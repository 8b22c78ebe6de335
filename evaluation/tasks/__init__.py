"""Bells for work whose truth is in the database. Celery finds the tasks here."""

from evaluation.tasks import archives, figures, overviews, quality, reports, residents, setup

__all__ = ["archives", "figures", "overviews", "quality", "reports", "residents", "setup"]
