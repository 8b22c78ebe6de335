"""Celery tasks. Celery imports this module, so that the tasks of each submodule are registered."""

from dashboards.tasks import overviews, setup

__all__ = ["overviews", "setup"]
