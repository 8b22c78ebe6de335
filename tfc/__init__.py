"""The project: settings, tenancy and what every app stands on. It has no models and imports no app."""

import contextlib

# The stack (tfc/stack.py) runs before any package is installed; everything else has Celery.
with contextlib.suppress(ModuleNotFoundError):
    from tfc.celery import app as celery_app  # noqa: F401
