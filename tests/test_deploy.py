"""The setup of a server: documented settings, required secrets, proxies without access logs."""

import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from gunicorn.config import KNOWN_SETTINGS

from tfc.access_log import AccessLog
from tfc.signed_cache import check_broker
from tfc.web_server.worker import OPEN_FILES, WaitressWorker

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
READ = re.compile(r"(?:environ\.get|environ\[|_needed|_list|_flag)\(?\[?\"([A-Z_]+)\"")
WHO_NEEDS_IT = {
    "web.env": "DATABASE_URL",
    "worker.env": "DATABASE_FIGURES_URL",
    "owner.env": "DATABASE_OWNER_URL",
    "backup.env": "PGPASSWORD",
    "admin.env": "POSTGRES_PASSWORD",
    "broker.env": "REDISCLI_AUTH",
}


def configure(folder: Path) -> dict[str, dict[str, str]]:
    """Run the script and return each file that it writes, as a shell reads it."""
    subprocess.run(
        [sys.executable, DEPLOY / "configure.py", "tfc.example", folder],
        env={"ADMIN_URL": "postgres://admin:very-secret@127.0.0.1:5432/tfc"},
        check=True,
        capture_output=True,
    )
    return {
        path.name: dict(word.split("=", 1) for word in shlex.split(path.read_text()))
        for path in folder.iterdir()
    }


def test_each_secret_is_written_once_and_for_root_alone(tmp_path: Path):
    folder = tmp_path / "etc"
    written = configure(folder)
    assert {name: [key for key in WHO_NEEDS_IT.values() if key in written[name]] for name in written} == {
        name: [key] for name, key in WHO_NEEDS_IT.items()
    }
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert [name for name, settings in written.items() if "very-secret" in str(settings)] == ["admin.env"]
    assert written["web.env"]["SITE_URL"] == "https://tfc.example"
    assert written["web.env"]["DEFAULT_FROM_EMAIL"] == "TraffickFree <no-reply@tfc.example>"
    assert {f"DATABASE_{name}_URL" for name in ("PUBLIC", "OFFICE", "ACCOUNTS", "LINKS")} <= set(
        written["web.env"]
    )
    assert not {"DATABASE_FIGURES_URL", "DATABASE_OWNER_URL", "DATABASE_WATCHDOG_URL"} & set(
        written["web.env"]
    )
    assert "DATABASE_WATCHDOG_URL" in written["worker.env"]
    assert len(written["web.env"]["SECRET_KEY"]) >= 50
    assert configure(folder) == written


def test_the_broker_asks_for_a_password_that_is_drawn(tmp_path: Path):
    """The password is drawn on a server and in containers; no process list shows it."""
    first, second = configure(tmp_path / "one"), configure(tmp_path / "two")
    password = first["broker.env"]["REDISCLI_AUTH"]
    assert len(password) == 64
    assert first["web.env"]["REDIS_URL"] == f"redis://:{password}@127.0.0.1:6379/0"
    assert password != second["broker.env"]["REDISCLI_AUTH"]
    broker: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["broker"]
    assert broker["env_file"] == ["settings/broker.env"]
    assert "requirepass $$REDISCLI_AUTH" in broker["command"][-1]
    assert "<<CONFIGURATION" in broker["command"][-1].splitlines()[0]
    assert "PONG" in broker["healthcheck"]["test"][-1]
    assert "requirepass" in (DEPLOY / "install.sh").read_text()


def test_production_is_checked_for_a_broker_without_password(settings):
    settings.REDIS_URL = "redis://127.0.0.1:6379/0"
    assert [error.id for error in check_broker()] == ["tfc.E002"]
    settings.REDIS_URL = "rediss://:secret@broker.example:6380/0"
    assert check_broker() == []


def test_an_installation_names_the_backup_key_that_must_be_created(tmp_path: Path):
    """Without the key there is no backup, and the first upgrade stops."""
    assert configure(tmp_path / "etc")["backup.env"]["BACKUP_RECIPIENTS"] == ""
    by_hand = (ROOT / "docs" / "deploy" / "install.md").read_text().partition("Then by hand:")[2]
    assert "BACKUP_RECIPIENTS" in by_hand.split("```")[1]
    last_words = (DEPLOY / "install.sh").read_text().splitlines()[-2:]
    assert "BACKUP_RECIPIENTS" in last_words[0]
    assert "docs/deploy/backups.md" in last_words[1]


def test_the_maintenance_file_is_writable_for_the_serving_account(tmp_path: Path):
    """The file is in a place that releases keep: `sudo tfc-manage maintenance on` runs as that account."""
    settings = configure(tmp_path / "etc")["web.env"]
    text = "from tfc import settings; print(settings.MAINTENANCE_FILE)"
    process = subprocess.run(
        [sys.executable, "-c", text], env=settings, cwd=ROOT, capture_output=True, text=True, check=True
    )
    place = Path(process.stdout.strip())
    assert place == Path("/var/lib/traffickfree/maintenance")
    unit = (DEPLOY / "systemd" / "traffickfree-web.service").read_text()
    [own] = re.findall(r"^StateDirectory=(\S+)", unit, re.MULTILINE)
    assert place.parent == Path("/var/lib") / own
    web: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["web"]
    assert (web["read_only"], "/tmp" in web["tmpfs"]) == (True, True)  # noqa: S108 (of the container)
    assert web["environment"]["TFC_MAINTENANCE_FILE"] == "/tmp/maintenance"  # noqa: S108


@pytest.mark.parametrize("source", ["tfc/settings.py", "deploy/gunicorn_conf.py"])
def test_every_setting_is_documented(source: str):
    text = (ROOT / "docs" / "operations.md").read_text()
    names = set(READ.findall((ROOT / source).read_text())) - {"PORT"}  # `make run` alone
    assert names
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []


def test_the_web_server_knows_its_settings_and_keeps_the_log_without_addresses():
    namespace = runpy.run_path(str(DEPLOY / "gunicorn_conf.py"))
    settings = {
        name: value
        for name, value in namespace.items()
        if not name.startswith("_") and name not in ("gc", "os", "Any")
    }
    assert set(settings) <= {setting.name for setting in KNOWN_SETTINGS}
    assert settings["logger_class"] == f"{AccessLog.__module__}.{AccessLog.__qualname__}"
    assert settings["worker_class"] == f"{WaitressWorker.__module__}.{WaitressWorker.__qualname__}"


@pytest.mark.control("browser-traces")
def test_the_proxies_log_no_visit():
    nginx = (DEPLOY / "nginx" / "traffickfree.conf").read_text()
    assert nginx.count("server {") == nginx.count("access_log off;") == 2
    # Public addresses in capitals as well.
    for place in ("~* ^/p/", "/data/"):
        [block] = re.findall(rf"location {re.escape(place)} {{(.*?)}}", nginx, re.DOTALL)
        assert "error_log /dev/null" in block
    caddy = (DEPLOY / "caddy" / "Caddyfile").read_text()
    assert "exclude http.log.error" in caddy
    assert len(re.findall(r"^\s*log\b", caddy, re.MULTILINE)) == 1


def test_the_proxies_read_a_request_before_they_ask_the_application():
    """With deadlines, so that hundreds of slow connections occupy no thread
    (tests/security/test_slow_connections.py)."""
    nginx = (DEPLOY / "nginx" / "traffickfree.conf").read_text()
    for line in (
        "proxy_request_buffering on;",
        "client_header_timeout 10s;",
        "client_body_timeout 20s;",
        "client_max_body_size 52m;",
    ):
        assert line in nginx
    caddy = (DEPLOY / "caddy" / "Caddyfile").read_text()
    for line in (
        "read_header 10s",
        "read_body 10m",
        "max_size 52MB",
        "{$TFC_BUFFERING:request_buffers 1MB}",
        "respond @too_large",
    ):
        assert line in caddy
    # Caddy 2.6 of Debian 12 and 13 has other names for the buffers.
    assert r"TFC_BUFFERING=buffer_requests\\nmax_buffer_size 1MB" in (DEPLOY / "install.sh").read_text()


def test_the_web_server_may_open_as_many_files_as_it_takes_connections():
    unit = (DEPLOY / "systemd" / "traffickfree-web.service").read_text()
    [files] = re.findall(r"^LimitNOFILE=(\d+)$", unit, re.MULTILINE)
    assert int(files) >= OPEN_FILES


SAID = (
    "X-Content-Type-Options",
    "Content-Security-Policy",
    "Strict-Transport-Security",
    "Referrer-Policy",
    "Cache-Control",
)


def test_what_a_proxy_answers_alone_has_headers_too():
    """The application's own headers are stricter and would be duplicated."""
    nginx = (DEPLOY / "nginx" / "traffickfree.conf").read_text()
    added = dict(re.findall(r"add_header (\S+) \$(tfc_\w+) always;", nginx))
    assert set(added) == set(SAID)
    maps = re.findall(
        r'map \$upstream_http_x_content_type_options \$(\w+) { "" "([^"]+)"; default ""; }', nginx
    )
    assert {name for name, _value in maps} == set(added.values())
    caddy = (DEPLOY / "caddy" / "Caddyfile").read_text()
    assert re.findall(r"^\t\t\?(\S+) ", caddy, re.MULTILINE) == list(SAID)
    assert caddy.count("import headers") == 2


@pytest.mark.parametrize("name", ["web", "worker", "schedule", "backup"])
def test_units_have_as_few_rights_as_they_need(name: str):
    unit = (DEPLOY / "systemd" / f"traffickfree-{name}.service").read_text()
    assert {"NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes"} <= set(
        unit.splitlines()
    )
    assert ("User=traffickfree" in unit) == (name != "backup")
    assert "owner.env" not in unit
    assert ("worker.env" in unit) == (name == "worker")


def test_containers_take_from_the_serving_login_once_the_new_ones_serve():
    """As the owner's login, which no serving container has. `up --wait` fails on a container that ends before it is
    waited for."""
    services: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    narrow = services["narrow"]
    assert narrow["command"] == "python manage.py narrow_logins"
    assert narrow["depends_on"] == {
        "web": {"condition": "service_healthy"},
        "worker": {"condition": "service_started"},
    }
    started = {name: service for name, service in services.items() if "profiles" not in service}
    owned = {name for name, service in started.items() if "settings/owner.env" in service.get("env_file", [])}
    waited_for = {
        name
        for service in services.values()
        for name, how in service.get("depends_on", {}).items()
        if how["condition"] == "service_completed_successfully"
    }
    assert owned == waited_for == {name for name, service in started.items() if service["restart"] == "no"}


def test_containers_are_backed_up_by_the_login_for_it_and_reach_nobody_else():
    services: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    by_hand = {name for name, service in services.items() if "profiles" in service}
    assert by_hand == {"backup", "restore"}
    assert {
        name for name, service in services.items() if "settings/backup.env" in service.get("env_file", [])
    } == {"backup"}
    for name in by_hand:
        assert services[name]["networks"] == ["inside"]
        assert (services[name]["read_only"], services[name]["cap_drop"]) == (True, ["ALL"])
    assert services["backup"]["volumes"] == ["files:/files:ro", "scratch:/scratch"]


def test_what_starts_in_a_container_finds_a_folder_that_it_may_write():
    """The broker's image does not start without a writable folder, though it stores nothing; the web server has no home
    folder."""
    broker = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["broker"]
    assert (broker["read_only"], broker["tmpfs"]) == (True, ["/data:mode=1777"])
    assert runpy.run_path(str(DEPLOY / "gunicorn_conf.py"))["control_socket_disable"] is True
