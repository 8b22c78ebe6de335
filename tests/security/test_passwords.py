"""Only the login of the account pages reads and changes passwords and sessions, and it sees no record."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client

from communities.models import User
from tests.base import COMMITTED, LOGINS, World, as_stored, sign_in, within
from tests.row_sets import stored_world
from tests.security.accounts.base import PASSWORD, is_in, letters, link_in, prove, sign_in_by_page
from tfc.db_roles.apply import grant_pages
from tfc.logins import ACCOUNTS, LINKS, OFFICE, PRIMARY, PUBLIC, use_login
from tfc.tenancy import APP

SECRETS = [
    "SELECT password FROM communities_user",
    "SELECT * FROM communities_user",
    "UPDATE communities_user SET password = 'x'",
    "DELETE FROM communities_user",
    "SELECT data FROM mfa_authenticator",
    "UPDATE mfa_authenticator SET data = '{}'",
    "DELETE FROM mfa_authenticator",
    "INSERT INTO mfa_authenticator (user_id, type, data) SELECT id, 'totp', '{}' FROM communities_user",
    "UPDATE account_emailaddress SET email = 'me@example.org'",
    'INSERT INTO account_emailaddress (user_id, email, verified, "primary")'
    " SELECT id, 'me@example.org', true, false FROM communities_user",
    "SELECT 1 FROM communities_user WHERE password LIKE 'md5%'",
    "SELECT count(*) FROM communities_user GROUP BY password",
    "UPDATE communities_user SET name = password",
    "INSERT INTO communities_user SELECT * FROM communities_user",
    "COPY communities_user TO STDOUT",
    "SELECT communities_user FROM communities_user",
    "SELECT session_key FROM django_session",
    "SELECT count(*) FROM django_session",
    "INSERT INTO django_session VALUES ('mine', '', now() + interval '1 day')",
    "UPDATE django_session SET session_key = 'mine'",
    "DELETE FROM django_session",
    "SELECT session_key FROM usersessions_usersession",
    "UPDATE usersessions_usersession SET session_key = 'mine'",
    "SELECT text FROM communities_outgoingmail",
    "UPDATE communities_outgoingmail SET \"to\" = 'me@example.org'",
    "INSERT INTO communities_outgoingmail DEFAULT VALUES",
]
RECORDS = [
    "SELECT title FROM events_event",
    "SELECT name FROM stakeholders_contact",
    "SELECT summary FROM stakeholders_finding",
    "SELECT note FROM stakeholders_findinglocation",
    "SELECT * FROM evaluation_figure",
    "SELECT * FROM communities_notice",
    "SELECT * FROM communities_auditentry",
    "UPDATE communities_membership SET role = 3",
    "INSERT INTO communities_membership (role) VALUES (3)",
    "UPDATE communities_staffmembership SET office_id = 1",
    "UPDATE communities_invitation SET role = 3",
    "DELETE FROM communities_user",
    "CREATE TABLE loot AS SELECT 1",
]
HASH = "SELECT password FROM communities_user WHERE id = %s"


@pytest.mark.django_db
@pytest.mark.parametrize("alias", [PRIMARY, PUBLIC, OFFICE, LINKS])
@pytest.mark.parametrize("sql", SECRETS)
def test_no_other_login_reads_or_changes_what_people_sign_in_with(alias: str, sql: str, world: World):
    place = world.usa if alias == OFFICE else world.hill
    with use_login(alias), within(place), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('tfc.coordinator', 'on', true)")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(sql)


@pytest.mark.django_db
@pytest.mark.parametrize("sql", RECORDS)
def test_the_login_of_accounts_has_no_right_to_records_and_roles(sql: str, world: World):
    with (
        use_login(ACCOUNTS),
        within(world.hill, coordinator=True),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(sql)


@COMMITTED
def test_people_sign_in_change_and_reset_passwords_by_the_real_logins():
    """Each page checks the session against the password, and the session ends with a new password."""
    user = stored_world()["hill-leader"]
    here, there = sign_in_by_page(user), sign_in_by_page(user)
    assert (is_in(here), is_in(there)) == (True, True)
    new = "a-long-and-lovely-day"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/accounts/password/change/", form).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    assert not is_in(sign_in_by_page(user))
    Client().post("/accounts/password/reset/", {"email": user.email})
    asking = Client()
    page = asking.get(link_in(letters()[-1]), follow=True)
    newer = "another-long-and-lovely-day"
    answer = asking.post(page.redirect_chain[-1][0], {"password1": newer, "password2": newer})
    assert answer.status_code == 302
    assert not is_in(here)
    assert is_in(sign_in_by_page(user, password=newer))


@COMMITTED
def test_after_reauthentication_the_view_uses_its_own_login():
    """The accounts login answers the same request."""
    user = stored_world()["hill-coordinator"]
    client = sign_in(Client(), user, at=1.0)
    response = client.post("/c/hill/team/invite/", {"email": "nora@example.org", "role": "1"})
    assert "reauthenticate" in response["Location"]
    went_on = client.post(response["Location"], {"password": PASSWORD})
    assert (went_on.status_code, went_on["Location"]) == (302, "/c/hill/team/")
    assert connections["default"].alias == "default"
    assert prove(client).get("/c/hill/").status_code == 200


@COMMITTED
def test_a_person_loaded_by_a_page_can_not_be_stored_with_a_lost_password():
    user = stored_world()["hill-member"]
    loaded = User.objects.get(pk=user.pk)
    assert loaded.password is None
    with pytest.raises(DatabaseError), transaction.atomic():
        loaded.save()
    assert as_stored(user).check_password(PASSWORD)


@pytest.fixture
def narrow_again() -> Iterator[None]:
    yield
    call_command("narrow_logins")


def may_read(user: User) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(HASH, [user.pk])
            return True
    except DatabaseError:
        return False


@pytest.mark.django_db(transaction=True, databases=LOGINS)
def test_an_upgrade_takes_the_right_last_and_going_back_gives_it_again(narrow_again: None):
    """The previous release reads passwords with the serving login while tables are migrated."""
    user = stored_world()["hill-member"]
    assert not may_read(user)
    call_command("narrow_logins", undo=True)
    assert may_read(user)
    grant_pages(sender=None, using="owner")  # type: ignore[arg-type]
    assert may_read(user), "a migration took it while the release before may serve"
    call_command("narrow_logins")
    assert not may_read(user)
    grant_pages(sender=None, using="owner")  # type: ignore[arg-type]
    assert not may_read(user), "a migration gave it back"
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT has_column_privilege(%s, 'communities_user', 'email', 'SELECT')", [APP])
        assert cursor.fetchone() == (True,)


@pytest.mark.django_db(transaction=True, databases=LOGINS)
def test_an_upgrade_takes_each_table_for_itself(narrow_again: None):
    """The previous release may have revoked less: it still reads sessions with the serving login."""
    stored_world()
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO {APP}")
    grant_pages(sender=None, using="owner")  # type: ignore[arg-type]
    assert may_read_sessions(), "a migration took it while the release before may serve"
    call_command("narrow_logins")
    assert not may_read_sessions()


def may_read_sessions() -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'django_session', 'SELECT')", [APP])
        return bool(cursor.fetchone()[0])
