"""Celery tasks. Celery imports this module, so that the tasks of each submodule are registered."""

from evaluation.tasks import figures, quality, residents

__all__ = ["figures", "quality", "residents"]
