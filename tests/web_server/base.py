"""Our web server in this process with a small application, and slow visitors."""

import contextlib
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.task import ThreadedTaskDispatcher

from tfc.web_server.connections import TcpServer
from tfc.web_server.request_bodies import CUT_OFF_BYTES, REFUSED_WITH

Application = Callable[[dict[str, Any], Callable[..., Any]], list[bytes]]


def tell_body(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Answer with the number of bytes that arrived; a refused request with its status."""
    status = environ.get(REFUSED_WITH)
    text = str(len(environ["wsgi.input"].read())).encode()
    start_response(
        f"{status.value} {status.phrase}" if status else "200 OK", [("Content-Length", str(len(text)))]
    )
    return [text]


@contextlib.contextmanager
def serving(application: Application = tell_body, **settings: Any) -> Iterator[int]:
    """Serve at a free port with one thread, and return that port."""
    adjustments = Adjustments(
        threads=1, cleanup_interval=0.05, asyncore_use_poll=True, clear_untrusted_proxy_headers=False,
        max_request_body_size=CUT_OFF_BYTES, log_socket_errors=False, ident=None, **settings,
    )  # fmt: skip
    listener = socket.create_server(("127.0.0.1", 0))
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(1)
    connections: dict[int, Any] = {}
    TcpServer(
        application, map=connections, _sock=listener, dispatcher=dispatcher, adj=adjustments,
        sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()), bind_socket=False,
    )  # fmt: skip
    is_over = threading.Event()

    def loop() -> None:
        while not is_over.is_set():
            wasyncore.loop(timeout=0.02, use_poll=True, map=connections, count=1)

    thread = threading.Thread(target=loop)
    port = listener.getsockname()[1]
    thread.start()
    try:
        yield port
    finally:
        is_over.set()
        thread.join()
        dispatcher.shutdown(timeout=1)
        for channel in connections.values():
            for buffer in getattr(channel, "outbufs", ()):
                buffer.close()
        wasyncore.close_all(connections, ignore_all=True)


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def head(length: int | str, path: str = "/", *lines: str) -> bytes:
    """The headers of a POST; ``length``: a number of bytes, or "chunked"."""
    body = "Transfer-Encoding: chunked" if length == "chunked" else f"Content-Length: {length}"
    return "\r\n".join((f"POST {path} HTTP/1.1", "Host: 127.0.0.1", body, *lines, "", "")).encode()


def read_all(connection: socket.socket) -> str:
    """Everything until the server closes the connection."""
    text = b""
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65536):
            text += part
    return text.decode()


def read_answer(connection: socket.socket) -> tuple[int, str]:
    """Status and body of an answer on a connection that stays open."""
    text = b""
    while b"\r\n\r\n" not in text or not text.partition(b"\r\n\r\n")[2]:
        part = connection.recv(65536)
        if not part:
            break
        text += part
    headers, _, body = text.partition(b"\r\n\r\n")
    return int(headers.split()[1]), body.decode()


class SlowVisitors:
    """Connections that send the start of a request, then one byte after another until `stop`."""

    def __init__(self, port: int, number: int, beginning: bytes, seconds_a_byte: float) -> None:
        self.connections = [connect(port) for _ in range(number)]
        for connection in self.connections:
            connection.sendall(beginning)
            connection.setblocking(False)
        self._pause = seconds_a_byte
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._drip)
        self._thread.start()

    def _drip(self) -> None:
        while not self._is_over.wait(self._pause):
            for connection in self.connections:
                with contextlib.suppress(OSError):
                    connection.send(b"a")

    @property
    def open_ones(self) -> int:
        return sum(_is_open(connection) for connection in self.connections)

    def stop(self) -> None:
        self._is_over.set()
        self._thread.join()
        for connection in self.connections:
            connection.close()


def _is_open(connection: socket.socket) -> bool:
    """Return True if the server has not closed the connection; a response may be unread."""
    watch = select.poll()
    watch.register(connection, select.POLLRDHUP)
    return not watch.poll(0)


def wait_until(holds: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
