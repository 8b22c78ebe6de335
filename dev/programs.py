"""The command lines of the application's three programs: web server, worker and schedule."""

from collections.abc import Mapping

from dev.layout import LOGS, PYTHON, ROOT, RUN
from dev.processes import Service
from tfc.db_roles.urls import for_web

WEB = (
    "gunicorn", "tfc.wsgi:application", "--workers", "2", "--threads", "4", "--graceful-timeout", "10",
    "--worker-class", "tfc.web_server.worker.WaitressWorker", "--logger-class", "tfc.access_log.AccessLog",
)  # fmt: skip
WORKER = ("celery", "-A", "tfc", "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip")
SCHEDULE = ("celery", "-A", "tfc", "beat", "--loglevel", "INFO")


def application_services(port: int, environment: Mapping[str, str]) -> list[Service]:
    """Return the programs in start order; the health page reports when all of them are ready."""
    commands = {
        "worker": (*WORKER, "--without-mingle"),
        "schedule": (*SCHEDULE, "--schedule", str(RUN / "schedule"), "--pidfile="),
        "web": (*WEB, "--bind", f"127.0.0.1:{port}", "--access-logfile", "-"),
    }
    return [
        Service(
            name=name,
            command=[str(PYTHON), "-m", *command],
            folder=LOGS,
            ready=lambda: True,
            environment=for_web(environment) if name == "web" else environment,
            working_folder=str(ROOT),
        )
        for name, command in commands.items()
    ]
