import psycopg2
import pytest

from tfc.console import StackError
from tfc.db_roles.create import TIME_LIMITS, prepare_logins
from tfc.db_roles.urls import LOGINS


def answer(url, statement):
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone() if cursor.description else None
    finally:
        connection.close()


RIGHTS = """
    SELECT current_user::text, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication
    FROM pg_roles WHERE rolname = current_user
"""


@pytest.mark.parametrize(
    ("variable", "rights"),
    [
        ("DATABASE_URL", ("tfc_app", False, False, False, False, False)),
        ("DATABASE_PUBLIC_URL", ("tfc_public", False, False, False, False, False)),
        ("DATABASE_OFFICE_URL", ("tfc_office", False, False, False, False, False)),
        ("DATABASE_ACCOUNTS_URL", ("tfc_accounts", False, False, False, False, False)),
        ("DATABASE_LINKS_URL", ("tfc_links", False, False, False, False, False)),
        ("DATABASE_OWNER_URL", ("tfc_owner", False, True, True, False, False)),
        ("DATABASE_FIGURES_URL", ("tfc_figures", False, False, False, False, False)),
        ("DATABASE_BACKUP_URL", ("tfc_backup", False, True, False, False, False)),
        ("DATABASE_WATCHDOG_URL", ("tfc_watchdog", False, False, False, False, False)),
    ],
)
def test_it_gives_each_login_only_the_rights_it_needs(urls, variable, rights):
    assert answer(urls[variable], RIGHTS) == rights


def test_it_lets_the_owner_make_tables_and_databases(urls):
    answer(urls["DATABASE_OWNER_URL"], "CREATE TABLE made_by_owner (id int)")
    answer(urls["DATABASE_OWNER_URL"], "CREATE DATABASE made_by_owner")

    in_new_database = urls["DATABASE_OWNER_URL"].removesuffix("tfc") + "made_by_owner"
    answer(in_new_database, "CREATE TABLE also_here (id int)")
    assert answer(in_new_database, "SELECT count(*) FROM also_here") == (0,)


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE t (id int)", "CREATE TEMP TABLE t (id int)", "CREATE SCHEMA s"]
)
@pytest.mark.parametrize("variable", sorted(set(LOGINS) - {"DATABASE_OWNER_URL"}))
def test_it_lets_no_other_login_make_anything(urls, variable, statement):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        answer(urls[variable], statement)


SERVES = ("15s", "10s", "1min")


@pytest.mark.parametrize(
    ("variable", "limits"),
    [
        ("DATABASE_URL", SERVES),
        # Shorter than others wait for a lock.
        ("DATABASE_PUBLIC_URL", ("8s", "5s", "8s")),
        ("DATABASE_OFFICE_URL", SERVES),
        ("DATABASE_ACCOUNTS_URL", SERVES),
        ("DATABASE_LINKS_URL", SERVES),
        # A waiting migration blocks all others; its own work may take any time.
        ("DATABASE_OWNER_URL", ("0", "3s", "0")),
        ("DATABASE_FIGURES_URL", ("5min", "10s", "0")),
        ("DATABASE_BACKUP_URL", ("0", "1min", "0")),
        ("DATABASE_WATCHDOG_URL", ("5s", "1s", "0")),
    ],
)
def test_each_login_waits_no_longer_than_it_may(urls, variable: str, limits: tuple[str, str, str]):
    """The limits are those of an answer, of a lock, and of an idle transaction."""
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    assert tuple(answer(urls[variable], f"SHOW {name}")[0] for name in names) == limits


def test_no_login_was_left_out_of_the_limits(urls):
    assert len(urls) == len(TIME_LIMITS) == 9


def test_it_changes_nothing_when_it_is_called_again(administrator_url, urls):
    assert prepare_logins(administrator_url) == urls
    assert answer(urls["DATABASE_URL"], RIGHTS) == ("tfc_app", False, False, False, False, False)


def test_it_takes_back_rights_that_a_login_should_not_have(administrator_url, urls):
    answer(administrator_url, "ALTER ROLE tfc_app BYPASSRLS CREATEDB")

    prepare_logins(administrator_url)

    assert answer(urls["DATABASE_URL"], RIGHTS) == ("tfc_app", False, False, False, False, False)


def test_it_prepares_the_database_that_an_address_names(administrator_url):
    urls = prepare_logins(administrator_url.replace("/postgres", "/my town").replace("my town", "my%20town"))

    assert answer(urls["DATABASE_URL"], "SELECT current_database()::text") == ("my town",)


@pytest.fixture
def as_role(administrator_url):
    """Return a function that creates a login with these rights and returns its URL; dropped at the end."""

    def make(rights):
        answer(administrator_url, f"CREATE ROLE helper LOGIN {rights} PASSWORD 'secret'")
        return administrator_url.replace("tfc_admin:a%20p%40ssword", "helper:secret")

    yield make
    answer(administrator_url, "DROP OWNED BY helper")
    answer(administrator_url, "DROP ROLE helper")


def test_it_says_which_right_is_missing_and_how_to_give_it(as_role):
    with pytest.raises(
        StackError, match=r"may not create .* ALTER ROLE helper CREATEROLE CREATEDB BYPASSRLS"
    ):
        prepare_logins(as_role("NOCREATEROLE"))


def test_it_says_that_the_server_refuses_a_wrong_password(administrator_url):
    with pytest.raises(StackError, match=r"cannot be used: .*password authentication failed"):
        prepare_logins(administrator_url.replace("ssword", "wrong"))
