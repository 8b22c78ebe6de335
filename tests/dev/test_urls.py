from urllib.parse import urlsplit

import pytest

from tfc.console import StackError
from tfc.db_roles.urls import LOGINS, for_web, get_database_name, get_given_urls, login_password, login_urls


def test_it_derives_an_address_for_each_login():
    urls = login_urls("postgres://admin:secret@db.example:6543/postgres?sslmode=require")

    assert {name: urlsplit(url).username for name, url in urls.items()} == {
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
    assert {urlsplit(url).path for url in urls.values()} == {"/tfc"}
    assert urls["DATABASE_URL"].endswith("@db.example:6543/tfc?sslmode=require")


def test_it_gives_each_login_another_password_that_depends_on_the_administrators():
    passwords = {urlsplit(url).password for url in login_urls("postgres://a:one@h/").values()}

    assert len(passwords) == len(LOGINS) == 9
    assert login_password("one", "tfc_app") in passwords
    assert login_password("two", "tfc_app") not in passwords


def test_it_reads_a_password_as_it_was_meant_and_not_as_it_is_written():
    assert login_urls("postgres://a:p%40ss@h/") == login_urls("postgres://other:p%40ss@h/")
    assert urlsplit(login_urls("postgres://a:p%40ss@h/")["DATABASE_URL"]).password == login_password(
        "p@ss", "tfc_app"
    )


@pytest.mark.parametrize(
    ("url", "database"),
    [
        ("postgres://a:b@h", "tfc"),
        ("postgres://a:b@h/", "tfc"),
        ("postgres://a:b@h/postgres", "tfc"),
        ("postgres://a:b@h/my%20town", "my town"),
    ],
)
def test_it_takes_our_database_where_the_address_names_none(url, database):
    assert get_database_name(url) == database


def test_it_explains_that_an_address_without_password_is_not_enough():
    with pytest.raises(StackError, match="holds no password"):
        login_urls("postgres://admin@h/")


def test_it_takes_given_addresses_as_they_are():
    inputs = {
        "DATABASE_URL": "postgres://app:a@h/x",
        "DATABASE_ACCOUNTS_URL": "postgres://people:p@h/x",
        "DATABASE_OWNER_URL": "postgres://own:o@h/x",
    }

    assert get_given_urls(inputs) == {
        **inputs,
        "DATABASE_PUBLIC_URL": "postgres://app:a@h/x",
        "DATABASE_OFFICE_URL": "postgres://app:a@h/x",
        "DATABASE_LINKS_URL": "postgres://app:a@h/x",
        "DATABASE_FIGURES_URL": "postgres://app:a@h/x",
        "DATABASE_BACKUP_URL": "postgres://app:a@h/x",
        "DATABASE_WATCHDOG_URL": "",
    }


def test_it_makes_the_logins_itself_when_only_one_address_is_given():
    assert get_given_urls({"DATABASE_URL": "postgres://admin:a@h/"}) is None


def test_it_refuses_an_owner_without_an_app():
    with pytest.raises(StackError, match="without DATABASE_URL"):
        get_given_urls({"DATABASE_OWNER_URL": "postgres://own:o@h/x"})


def test_it_refuses_an_owner_without_a_login_that_reads_passwords():
    inputs = {"DATABASE_URL": "postgres://app:a@h/x", "DATABASE_OWNER_URL": "postgres://own:o@h/x"}
    with pytest.raises(StackError, match="without DATABASE_ACCOUNTS_URL"):
        get_given_urls(inputs)


def test_a_web_server_knows_no_login_that_sees_several_communities():
    urls = login_urls("postgres://admin:secret@h/")

    assert sorted(for_web(urls | {"OTHER": "x"})) == [
        "DATABASE_ACCOUNTS_URL",
        "DATABASE_LINKS_URL",
        "DATABASE_OFFICE_URL",
        "DATABASE_PUBLIC_URL",
        "DATABASE_URL",
        "OTHER",
    ]
