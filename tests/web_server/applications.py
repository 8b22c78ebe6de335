"""Small WSGI applications for gunicorn's processes (test_worker.py)."""

import os
import time
from collections.abc import Callable
from typing import Any

import django

# As tfc/wsgi.py does, since gunicorn's configuration reads the application's URLs.
django.setup()


def slow(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Answer with the scheme and the process; under /slow/ after a second."""
    if environ["PATH_INFO"] == "/slow/":
        time.sleep(1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{environ['wsgi.url_scheme']} {os.getpid()}".encode()]
