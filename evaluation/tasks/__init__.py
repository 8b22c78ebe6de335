"""Celery tasks. Celery imports this module, so that the tasks of each submodule are registered."""

from evaluation.tasks import figures, quality

__all__ = ["figures", "quality"]
