"""The web server's access log without what says who asked: gunicorn's own holds the address and the browser.

Of the pages for anybody it holds nothing: they promise that no visit is counted, and the moment of each answer would
tell more than the day that is kept of it.
"""

from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

from tfc.logs import hidden

PUBLIC = "/p/"


class AccessLog(Logger):
    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        path = environ["PATH_INFO"]
        if not path.startswith(PUBLIC):
            milliseconds = request_time // timedelta(milliseconds=1)
            method, status = environ["REQUEST_METHOD"], resp.status
            self.access_log.info("%s %s %s %s %s ms", self.now(), method, hidden(path), status, milliseconds)
