"""The web server's logs without what says who asked: gunicorn's own holds the address and the browser.

Of the public pages the access log holds nothing: they promise that no visit is counted, and the moment of each
answer would tell more than the day that is kept of it. Static files are left out for the same reason: some of them
belong to public pages alone, so a line about one would date a visit.
"""

import os
from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

from tfc.logs import DropPublicRequests, HideSecrets, hidden, json_lines
from tfc.tracing import HEADER, is_public_path

# As STATIC_URL has it; Django's settings are not read here.
STATIC = "/static/"


class AccessLog(Logger):
    def setup(self, cfg: Any) -> None:
        """As the settings do it for what Django says; this runs before there are settings."""
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
