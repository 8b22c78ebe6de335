"""Celery tasks. Celery imports this module, so that the tasks of each submodule are registered."""

from evaluation.tasks import figures, overviews, quality, residents, setup

__all__ = ["figures", "overviews", "quality", "residents", "setup"]
