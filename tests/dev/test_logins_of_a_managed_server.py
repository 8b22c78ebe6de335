"""On a managed server the administrator is no superuser, only one that may create roles and databases."""

import pytest

from tests.dev.test_logins import RIGHTS, answer
from tfc.db_roles.create import prepare_logins


@pytest.mark.thorough
def test_it_makes_the_logins_without_a_superuser_and_again(administrator_url):
    answer(administrator_url, "CREATE ROLE manager LOGIN CREATEROLE CREATEDB BYPASSRLS PASSWORD 'secret'")
    url = administrator_url.replace("tfc_admin:a%20p%40ssword", "manager:secret")

    urls = prepare_logins(url)
    assert prepare_logins(url) == urls

    assert answer(urls["DATABASE_URL"], RIGHTS) == ("tfc_app", False, False, False, False, False)
    assert answer(urls["DATABASE_OWNER_URL"], RIGHTS) == ("tfc_owner", False, True, True, False, False)
    answer(urls["DATABASE_OWNER_URL"], "CREATE TABLE made_by_owner (id int)")
