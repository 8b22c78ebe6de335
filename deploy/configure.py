"""Writes the files with settings and secrets of a new installation; what is there already stays.

    ADMIN_URL=postgres://admin:password@host:5432/tfc  python3 deploy/configure.py tfc.example /etc/traffickfree

It needs nothing but Python. The passwords of the logins are derived from the administrator's; tfc.db_roles.create
makes the same ones in the database. admin.env is for containers alone: install.sh has an administrator for a moment.
"""

import os
import secrets
import sys
import types
from pathlib import Path
from urllib.parse import unquote, urlsplit

CODE = Path(__file__).resolve().parents[1]
# The logins by which pages are answered: each door has one.
SERVING = (
    "DATABASE_URL",
    "DATABASE_PUBLIC_URL",
    "DATABASE_OFFICE_URL",
    "DATABASE_ACCOUNTS_URL",
    "DATABASE_LINKS_URL",
)


def main(host: str, folder: Path) -> None:
    urls = login_urls(os.environ["ADMIN_URL"])
    broker = with_password(os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"))
    files = {
        "web.env": {
            "SECRET_KEY": secrets.token_urlsafe(48),
            **{name: urls[name] for name in SERVING},
            "REDIS_URL": broker,
            "ALLOWED_HOSTS": f"{host},127.0.0.1",
            "CSRF_TRUSTED_ORIGINS": f"https://{host}",
            "SITE_URL": f"https://{host}",
            "TRUSTED_PROXIES": "1",
            "FILES_ROOT": "/var/lib/traffickfree/files",
            "METRICS_TOKEN": secrets.token_urlsafe(32),
            **own_words(host),
        },
        "worker.env": {name: urls[name] for name in ("DATABASE_FIGURES_URL", "DATABASE_WATCHDOG_URL")},
        "owner.env": {"DATABASE_OWNER_URL": urls["DATABASE_OWNER_URL"]},
        "admin.env": {
            "ADMIN_URL": os.environ["ADMIN_URL"],
            "POSTGRES_PASSWORD": unquote(urlsplit(os.environ["ADMIN_URL"]).password or ""),
        },
        # What the broker asks for, and valkey-cli sends by itself.
        "broker.env": {"REDISCLI_AUTH": unquote(urlsplit(broker).password or "")},
        # Without the public key of somebody no backup is made: docs/deploy/backups.md.
        "backup.env": as_libpq(urls["DATABASE_BACKUP_URL"]) | {"BACKUP_RECIPIENTS": ""},
    }
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, settings in files.items():
        write_new(folder / name, settings)


def own_words(host: str) -> dict[str, str]:
    """The lines of env.sample: what an operator may wish to say."""
    lines = (CODE / "deploy" / "env.sample").read_text().replace("tfc.example", host).splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def with_password(url: str) -> str:
    """The address of the broker with a password of its own, where it has none."""
    parts = urlsplit(url)
    if parts.password:
        return url
    return parts._replace(netloc=f":{secrets.token_hex(32)}@{parts.netloc.rpartition('@')[2]}").geturl()


def as_libpq(url: str) -> dict[str, str]:
    """What pg_dump reads from its environment, so that no list of processes shows the password."""
    parts = urlsplit(url)
    return {
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
    }


def write_new(path: Path, settings: dict[str, str]) -> None:
    """For root's eyes: systemd and compose read them before they give up root's rights."""
    if path.exists():
        print(f"{path} is there already and stays as it is.")
        return
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        # In single quotes a shell, systemd and compose all read the same.
        file.writelines(f"{name}='{value}'\n" for name, value in settings.items())
    print(f"{path} written.")


def login_urls(administrator_url: str) -> dict[str, str]:
    """From the application's code, without its packages, which need not be there yet."""
    sys.path.insert(0, str(CODE))
    package = types.ModuleType("tfc")
    package.__path__ = [str(CODE / "tfc")]
    sys.modules["tfc"] = package
    from tfc.db_roles import urls

    return urls.login_urls(administrator_url)


if __name__ == "__main__":
    if len(sys.argv) != 3 or not os.environ.get("ADMIN_URL"):
        sys.exit(__doc__)
    main(sys.argv[1], Path(sys.argv[2]))
