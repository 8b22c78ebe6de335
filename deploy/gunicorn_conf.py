"""How the web server is called in production: gunicorn tfc.wsgi --config deploy/gunicorn_conf.py.

Each value may be set in the environment (docs/operations.md). Django's settings are read in here by nobody.
"""

import gc
import os
from typing import Any

bind = os.environ.get("BIND", "127.0.0.1:8000")
# Reads each request completely, with limits and deadlines, before a thread works on it (docs/adr/0036).
worker_class = "tfc.web_server.worker.WaitressWorker"
# Threads wait for the database while others work; each keeps up to four connections open, one a login, so four
# times processes × threads is what PostgreSQL must allow.
workers = int(os.environ.get("WEB_CONCURRENCY") or min(os.cpu_count() or 1, 8))
threads = int(os.environ.get("WEB_THREADS", "4"))

# A request that takes longer than what the database allows (15 s) has lost its reader.
timeout = 60
graceful_timeout = 20
# Memory that a library does not give back comes back with the process. Not all at the same moment.
max_requests = 20_000
max_requests_jitter = 2_000

# The code is read once and shared by all processes. Nothing may connect anywhere before they part.
preload_app = True

# Nobody rules it by a socket, and the account that serves has no folder where one could lie.
control_socket_disable = True

logger_class = "tfc.access_log.AccessLog"
accesslog = errorlog = "-"
# All headers together may have four times as many bytes: none of ours are longer.
limit_request_line = 8190
# Who may say that a request came by TLS: the proxy beside it, or the network of the containers.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")


def when_ready(_server: Any) -> None:
    """All code is read in, and what is there before the processes part is never rubbish: its pages stay shared."""
    from django.urls import get_resolver
    from django.utils.translation import trans_real

    _ = get_resolver().url_patterns
    for language in trans_real.get_languages():
        trans_real.translation(language)
    gc.collect()
    gc.freeze()


def child_exit(_server: Any, worker: Any) -> None:
    """The figures of a process that ended stay in the sums, and its gauges go (prometheus-client)."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)
