"""The project: settings, tenancy and what every app stands on. It has no models and imports no app."""

from tfc.celery import app as celery_app

__all__ = ["celery_app"]
