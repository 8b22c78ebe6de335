"""A gunicorn worker that reads requests with waitress: gunicorn starts, monitors and ends the processes."""

import ipaddress
import logging
import os
import resource
import socket
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.task import ThreadedTaskDispatcher

from tfc.web_server.connections import Connection, TcpServer, UnixServer
from tfc.web_server.request_bodies import CUT_OFF_BYTES, IN_MEMORY_BYTES

CONNECTIONS = 1000
# Room for log, database, broker, files and temporary files besides the connections.
OPEN_FILES = 4 * CONNECTIONS
# Longer than proxies keep an unused connection (Caddy: two minutes), so that the proxy closes it first.
KEEP_ALIVE_SECONDS = 130
# A longer response waits in a temporary file for a slow client, and not in a thread.
ANSWER_BYTES = 128 * 1024 * 1024
# How long an ending process waits for requests that have begun to arrive.
SECONDS_FOR_THE_REST = 3
# How long it waits for the first byte of a connection that it has just accepted.
SECONDS_FOR_THE_FIRST = 1


class WaitressWorker(Worker):
    """A worker process with ``cfg.threads`` threads; ``nr`` counts requests, up to ``max_requests``."""

    alive: bool
    servers: list[TcpServer | UnixServer]

    def run(self) -> None:
        allow_open_files(OPEN_FILES)
        for name in ("waitress", "waitress.queue"):
            logging.getLogger(name).setLevel(logging.ERROR)
        self.trusted = [
            ipaddress.ip_network(address) for address in self.cfg.forwarded_allow_ips if address != "*"
        ]
        self.map: dict[int, Any] = {}
        self.dispatcher = ThreadedTaskDispatcher()
        self.dispatcher.set_thread_count(self.cfg.threads)
        self.servers = [self.listen(listener.sock) for listener in self.sockets]
        while self.alive:
            self.turn(1)
            if os.getppid() != self.ppid:
                self.log.info("Parent changed, shutting down: %s", self)
                self.alive = False
        self.finish()

    def listen(self, sock: socket.socket) -> TcpServer | UnixServer:
        is_unix = sock.family == socket.AF_UNIX
        adjustments = Adjustments(
            threads=self.cfg.threads,
            backlog=self.cfg.backlog,
            connection_limit=CONNECTIONS,
            cleanup_interval=1,
            channel_timeout=KEEP_ALIVE_SECONDS,
            max_request_header_size=self.cfg.limit_request_line * 4,
            max_request_body_size=CUT_OFF_BYTES,
            inbuf_overflow=IN_MEMORY_BYTES,
            outbuf_high_watermark=ANSWER_BYTES,
            log_socket_errors=False,
            clear_untrusted_proxy_headers=False,
            asyncore_use_poll=True,
            server_name="localhost" if is_unix else sock.getsockname()[0],
            ident=None,
        )
        return (UnixServer if is_unix else TcpServer)(
            self.application,
            map=self.map,
            _sock=sock,
            dispatcher=self.dispatcher,
            adj=adjustments,
            sockinfo=(sock.family, sock.type, sock.proto, sock.getsockname()),
            bind_socket=False,
        )

    def turn(self, seconds: float) -> None:
        """Read and write what is ready, and notify gunicorn that this process is alive."""
        self.notify()
        wasyncore.loop(timeout=seconds, use_poll=True, map=self.map, count=1)

    def application(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Call Django's application, and log the request as gunicorn's own workers do."""
        begin = time.perf_counter()
        answer = SimpleNamespace(status="", headers=[])

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            answer.status, answer.headers = status, headers
            return start_response(status, headers, *error)

        if environ.get("HTTP_X_FORWARDED_PROTO") == "https" and self.is_trusted(environ["REMOTE_ADDR"]):
            environ["wsgi.url_scheme"] = "https"
        body: Iterable[bytes] = self.wsgi(environ, start)
        self.log.access(answer, None, environ, timedelta(seconds=time.perf_counter() - begin))
        self.count_request()
        return body

    def is_trusted(self, address: str) -> bool:
        """Return True if this proxy may state that a request came over TLS."""
        if "*" in self.cfg.forwarded_allow_ips or address == "localhost":
            return True
        return any(ipaddress.ip_address(address) in network for network in self.trusted)

    def count_request(self) -> None:
        self.nr += 1
        if self.nr >= self.max_requests and self.alive:
            self.log.info("Autorestarting worker after current request.")
            self.handle_exit(None, None)

    def handle_exit(self, sig: Any, frame: Any) -> None:
        """Stop gracefully: wake the loop, which would wait for up to a second."""
        super().handle_exit(sig, frame)
        for server in getattr(self, "servers", ()):
            server.pull_trigger()

    def finish(self) -> None:
        """Accept no new connections, answer the received requests, and end after
        ``graceful_timeout`` at the latest.
        """
        begin = time.time()
        for server in self.servers:
            server.stop_accepting()
        while (seconds := time.time() - begin) < self.cfg.graceful_timeout:
            connections = [
                connection for server in self.servers for connection in server.active_channels.values()
            ]
            for connection in connections:
                if connection.is_waiting and seconds >= seconds_to_wait_for(connection):
                    connection.will_close = True
            if not any(is_busy(connection) for connection in connections):
                break
            self.turn(0.1)
        self.dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self.map, ignore_all=True)


def seconds_to_wait_for(connection: Connection) -> int:
    if connection.request is not None:
        return SECONDS_FOR_THE_REST
    return 0 if connection.has_asked else SECONDS_FOR_THE_FIRST


def is_busy(connection: Connection) -> bool:
    return not connection.is_waiting or seconds_to_wait_for(connection) > 0


def allow_open_files(number: int) -> None:
    """Raise this process's limit, which is often 1,024, as far as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = number if hard == resource.RLIM_INFINITY else min(number, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
