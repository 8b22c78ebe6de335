"""URLs and passwords of the database's logins, derived from one administrative URL. Pure."""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from tfc.console import StackError

DATABASE = "tfc"
MAINTENANCE_DATABASE = "postgres"

# The login for each environment variable.
LOGINS = {
    "DATABASE_URL": "tfc_app",
    "DATABASE_PUBLIC_URL": "tfc_public",
    "DATABASE_OFFICE_URL": "tfc_office",
    "DATABASE_ACCOUNTS_URL": "tfc_accounts",
    "DATABASE_LINKS_URL": "tfc_links",
    "DATABASE_OWNER_URL": "tfc_owner",
    "DATABASE_FIGURES_URL": "tfc_figures",
    "DATABASE_BACKUP_URL": "tfc_backup",
    "DATABASE_WATCHDOG_URL": "tfc_watchdog",
}

# Web servers must not know the passwords of logins that see more than one community.
NOT_FOR_WEB = ("DATABASE_OWNER_URL", "DATABASE_FIGURES_URL", "DATABASE_BACKUP_URL", "DATABASE_WATCHDOG_URL")


def login_password(administrator_password: str, login: str) -> str:
    """Return a login's password, derived from the administrator's password, so that nothing more is stored."""
    return hmac.new(
        administrator_password.encode(), f"traffickfree:{login}".encode(), hashlib.sha256
    ).hexdigest()


def get_database_name(url: str) -> str:
    """Return the database that a URL names; ours if it names none or only the maintenance database."""
    name = unquote(urlsplit(url).path.lstrip("/"))
    return DATABASE if name in ("", MAINTENANCE_DATABASE) else name


def get_password(url: str) -> str:
    """Return the password in a URL; raise StackError if there is none to derive others from."""
    password = urlsplit(url).password
    if not password:
        raise StackError(
            "DATABASE_URL holds no password, so none can be derived for the other logins. Write "
            "it as postgres://admin:password@host/, or give DATABASE_OWNER_URL and the others as well."
        )
    return unquote(password)


def with_login(url: str, login: str, password: str) -> str:
    """Return the URL of our database for another login on the same server, with the same options."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    netloc = f"{quote(login, safe='')}:{quote(password, safe='')}@{host}"
    return urlunsplit((parts.scheme, netloc, "/" + quote(get_database_name(url), safe=""), parts.query, ""))


def login_urls(administrator_url: str) -> dict[str, str]:
    """Return the URLs that the application reads from its environment."""
    secret = get_password(administrator_url)
    return {
        variable: with_login(administrator_url, login, login_password(secret, login))
        for variable, login in LOGINS.items()
    }


def get_given_urls(environment: Mapping[str, str]) -> dict[str, str] | None:
    """Return the URLs if a user gave all of them; None if we create the logins.

    A user who gives the owner's URL has created the logins. A missing URL falls back on that of the app, which has
    fewer rights. The app's login reads no password, so the URL of the accounts' login is required.
    """
    if not environment.get("DATABASE_OWNER_URL"):
        return None
    if not environment.get("DATABASE_URL"):
        raise StackError("DATABASE_OWNER_URL is given without DATABASE_URL. Give both, or neither.")
    if not environment.get("DATABASE_ACCOUNTS_URL"):
        raise StackError(
            "DATABASE_OWNER_URL is given without DATABASE_ACCOUNTS_URL, by which people sign in."
        )
    urls = {variable: environment.get(variable) or environment["DATABASE_URL"] for variable in LOGINS}
    # Only this login may end sessions: without it no watchdog runs, and the worker's log says so.
    return urls | {"DATABASE_WATCHDOG_URL": environment.get("DATABASE_WATCHDOG_URL", "")}


def for_web(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the part of an environment that a web server may know."""
    return {name: value for name, value in environment.items() if name not in NOT_FOR_WEB}
