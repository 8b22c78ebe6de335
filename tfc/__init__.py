"""The project package: settings, tenancy and the modules that every app uses. It has no models and imports no app."""

from tfc.celery import app as celery_app

__all__ = ["celery_app"]
