"""The web server's logs without client address and browser, both of which gunicorn's own access log holds.

Requests for public pages are not logged: these pages promise that no visit is counted, and the time of each response
would reveal more than the date that is stored. Static files are left out too: some belong only to public pages, so a
line about one would date a visit.
"""

import os
from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

from tfc.logs import DropPublicRequests, HideSecrets, hidden, json_lines
from tfc.tracing import HEADER, is_public_path

# The same value as STATIC_URL; Django's settings are not loaded here.
STATIC = "/static/"


class AccessLog(Logger):
    def setup(self, cfg: Any) -> None:
        """Apply the filters and the format that the settings apply to Django's logs; this runs before settings are
        loaded.
        """
        super().setup(cfg)
        self.as_json = os.environ.get("LOG_FORMAT", "").lower() == "json"
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.addFilter(DropPublicRequests())
            handler.addFilter(HideSecrets())
            if self.as_json:
                handler.setFormatter(json_lines())

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        if is_public_path(environ["PATH_INFO"]) or environ["PATH_INFO"].startswith(STATIC):
            return
        entry = {
            "method": environ["REQUEST_METHOD"],
            "path": hidden(environ["PATH_INFO"]),
            "status": resp.status,
            "ms": request_time // timedelta(milliseconds=1),
            "request_id": next((value for name, value in resp.headers if name == HEADER), ""),
        }
        if self.as_json:
            self.access_log.info("request", extra=entry)
        else:
            self.access_log.info("%s %s %s %s %s ms", self.now(), *list(entry.values())[:4])
