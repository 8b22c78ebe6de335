"""Celery tasks. Celery imports this module, so that the tasks of each submodule are registered."""

from reports.tasks import archives, reports

__all__ = ["archives", "reports"]
