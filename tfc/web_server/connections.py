"""Waitress's connections with deadlines: a slow one waits in the event loop and never in a thread."""

import time
from http import HTTPStatus
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer, UnixWSGIServer
from waitress.task import ErrorTask, WSGITask

from tfc.web_server.request_bodies import (
    ALL_UPLOADS_BYTES,
    HEADER_SECONDS,
    REFUSED_WITH,
    RequestParser,
)

# This many late requests per second get a response; the others are closed, so that a flood does not fill the threads.
TOLD_A_SECOND = 10
# The share of waiting connections that is closed for new ones when all places are taken.
SHARE_CLOSED = 0.1
# A process whose threads all work leaves new connections to another one for this long. Longer, and those that send one
# request after another would keep new ones waiting without end.
SECONDS_LEFT_TO_OTHERS = 0.1
# Of more requests sent together, without waiting for responses, only these get one. Browsers and proxies send one.
REQUESTS_TOGETHER = 2
ERROR_HEADERS = (("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store"))


class Task(WSGITask):
    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ["wsgi.multiprocess"] = True
        if self.request.refused_with:
            environ[REFUSED_WITH] = self.request.refused_with
        return environ


class MalformedRequestTask(ErrorTask):
    """Answers a request that is not valid HTTP, without the application."""

    def execute(self) -> None:
        self.response_headers.extend(ERROR_HEADERS)
        super().execute()


class Connection(HTTPChannel):
    """``began``: the time of the first byte of the request that is still incomplete."""

    parser_class = RequestParser
    task_class = Task
    error_task_class = MalformedRequestTask
    request: Any = None
    began = 0.0
    has_asked = False

    def received(self, data: bytes) -> bool:
        before = self.request
        taken: bool = super().received(data)
        if self.request is not before:
            self.began = time.time()
            if self.request is not None and self.request.reserved_bytes and not self.server.has_room():
                self.answer(HTTPStatus.SERVICE_UNAVAILABLE)
        self.has_asked = self.has_asked or bool(self.requests)
        if len(self.requests) > REQUESTS_TOGETHER:
            self.refuse_more()
        return taken

    def refuse_more(self) -> None:
        """Discard the last of many requests and close the connection after the others: clients then send them again."""
        with self.requests_lock:
            for request in self.requests[REQUESTS_TOGETHER:]:
                request.close()
            del self.requests[REQUESTS_TOGETHER:]
            # None is left if a thread has closed the connection meanwhile.
            for request in self.requests[-1:]:
                request.headers["CONNECTION"] = "close"

    @property
    def is_waiting(self) -> bool:
        """Return True if the client must act next."""
        return not self.requests and not self.total_outbufs_len and not self.will_close

    def is_late(self, now: float) -> bool:
        if self.request is not None:
            return bool(self.request.is_late(now - self.began))
        return not self.has_asked and now - self.creation_time > HEADER_SECONDS

    def answer(self, status: HTTPStatus) -> None:
        """Refuse the incomplete request with a response, then close the connection."""
        with self.requests_lock:
            request, self.request = self.request, None
            request.refuse(status)
            self.requests.append(request)
        self.server.add_task(self)

    def give_up(self, *, is_told: bool) -> None:
        """End a late request."""
        if is_told and self.request is not None and self.request.headers_finished:
            self.answer(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self.will_close = True


class BoundedServer:
    """Mixed into waitress's servers. ``maintenance`` is called once a second."""

    channel_class = Connection
    active_channels: dict[int, Connection]
    in_connection_overflow: bool
    adj: Adjustments
    free_at = 0.0

    def readable(self) -> bool:
        """Return False while all threads have just begun to work, to leave new connections to another process."""
        is_open: bool = super().readable()  # type: ignore[misc]
        # Not the dispatcher's count, which still includes a thread that just woke the loop after its response.
        working = sum(1 for connection in self.active_channels.values() if connection.requests)
        now = time.monotonic()
        if working < self.adj.threads:
            self.free_at = now
            return is_open
        return is_open and now - self.free_at > SECONDS_LEFT_TO_OTHERS

    def maintenance(self, now: float) -> None:
        super().maintenance(now)  # type: ignore[misc]
        waiting = [connection for connection in self.active_channels.values() if connection.is_waiting]
        late = [connection for connection in waiting if connection.is_late(now)]
        for number, connection in enumerate(late):
            connection.give_up(is_told=number < TOLD_A_SECOND)
        if self.in_connection_overflow:
            waiting.sort(key=lambda connection: connection.last_activity)
            for connection in waiting[: 1 + int(len(waiting) * SHARE_CLOSED)]:
                connection.will_close = True

    def has_room(self) -> bool:
        """Return True if the announced sizes of all uploads in progress are within the limit."""
        uploads = (connection.request for connection in self.active_channels.values() if connection.request)
        return sum(request.reserved_bytes for request in uploads) <= ALL_UPLOADS_BYTES

    def stop_accepting(self) -> None:
        """Close the listening socket of this process; existing connections stay open."""
        wasyncore.dispatcher.close(self)


class TcpServer(BoundedServer, TcpWSGIServer):
    pass


class UnixServer(BoundedServer, UnixWSGIServer):
    pass
