"""Views that ask for the password again, derived from the URLconf."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils.http import urlencode

from communities.models import Invitation, Role
from tests.base import World, add_member, sign_in
from tests.matrix.routes import OURS
from tests.security.accounts.base import PASSWORD
from tfc.logins import ACCOUNTS, use_login

# Parts of the names of views that export many records or change access. Such a view requires a login within ten minutes
# or is listed below with its reason.
GIVES = re.compile(r"(_export|_file|_answers|_figures|archive)$")
LETS_IN = re.compile(
    r"(^team_|^staff_|_invitation_(resend|withdraw)$|^(team|office_team|coordinator)_invite$)"
)
FILE = "library/materials/<int:material_id>/versions/<int:version_id>/file/"
EXCUSED = {
    f"c/<slug:community>/{FILE}": "one file of a material, which members work with",
    f"office/<slug:office>/{FILE}": "one file of a material",
    "c/<slug:community>/strategies/<int:strategy_id>/evidence/<int:evidence_id>/file/": "a single piece of evidence",
    "office/<slug:office>/evidence/<int:shared_id>/file/": "one file that a community showed to its office",
    "c/<slug:community>/services/export/": "the page that leads to the file, which asks",
    "office/<slug:office>/figures/": "a page; its files ask",
}


def get_name(route: str) -> str:
    return OURS[route].__name__


def asks(route: str) -> bool:
    return getattr(OURS[route], "asks_again", False)


BEHIND_A_DOOR = sorted(
    route for route, view in OURS.items() if getattr(view, "admits", ("",))[0] != "everyone"
)


@pytest.mark.parametrize("pattern", [GIVES, LETS_IN], ids=["gives", "lets-in"])
def test_it_asks_again_before_what_could_do_harm(pattern: re.Pattern[str]):
    wanted = {route for route in BEHIND_A_DOOR if pattern.search(get_name(route))}
    assert len(wanted) > 10
    assert {route for route in wanted if not asks(route)} - set(EXCUSED) == set()


def test_what_is_a_bulk_export_asks_again():
    bulk = {route for route in BEHIND_A_DOOR if getattr(OURS[route], "is_bulk_export", False)}
    named = {
        "list_file", "office_list_file", "finding_export", "archive_file", "directory_file", "community_figures",
        "office_figures", "international_figures", "international_achievements", "report_file", "office_report_file",
        "version_file", "person_export",
    }  # fmt: skip
    assert {get_name(route) for route in bulk} == named
    assert {route for route in bulk if not asks(route)} <= set(EXCUSED)


@pytest.mark.parametrize(
    ("kind", "minutes", "asks_first"),
    [("pdf", 59, False), ("pdf", 61, True), ("xlsx", 9, False), ("xlsx", 11, True)],
)
@pytest.mark.parametrize(("place", "name"), [("c/hill", "hill-member"), ("office/usa", "usa-staff")])
def test_the_pdf_of_a_report_asks_nobody_who_signed_in_within_the_last_hour(
    world: World, place: str, name: str, kind: str, minutes: int, *, asks_first: bool
):
    """The report does not exist: without a prompt the answer is 404."""
    client = sign_in(Client(), world[name], at=time.time() - minutes * 60)
    response = client.get(f"/{place}/reports/4711/{kind}/")
    assert response.status_code == (302 if asks_first else 404)
    if name == "usa-staff" and minutes > 30:
        # The PDF is no activity: after half an hour away, office staff are asked on every other page.
        assert client.get(f"/{place}/reports/").status_code == 302


def test_nothing_is_excused_that_asks_or_is_not_there():
    assert {route for route in EXCUSED if route not in OURS or asks(route)} == set()


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/password/change/",
        "/accounts/email/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/recovery-codes/download/",
    ],
)
def test_factors_ask_again(world: World, path: str):
    """The password page asks for the old password itself."""
    user = world["hill-leader"]
    if "2fa" in path and "/activate" not in path:
        user = world["hill-coordinator"]
        with use_login(ACCOUNTS):
            Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": "x"})
    client = sign_in(Client(), user, at=time.time() - 11 * 60)
    response = client.post(path, {"action_add": "", "email": "other@example.org"})
    if path.endswith("password/change/"):
        assert "oldpassword" in response.content.decode()
        return
    assert response.status_code == 302
    assert "reauthenticate" in response.headers["Location"]


SENT = {"email": "thief@example.org", "role": "3", "action_add": ""}


@pytest.mark.parametrize("path", ["/c/hill/team/invite/", "/accounts/email/", "/account/close/"])
def test_what_was_sent_without_a_proof_does_not_go_along_with_a_later_one(world: World, path: str):
    """A form submitted from an open session must not be carried out when the owner proves their identity."""
    add_member(world.hill, "second", Role.COORDINATOR)
    user = world["hill-coordinator"]
    client = sign_in(Client(), user, at=time.time() - 11 * 60)
    assert "reauthenticate" in client.post(path, SENT).headers["Location"]
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 8 * 24 * 3600
    session.save()
    location = client.get(path).headers["Location"]
    assert location == f"/accounts/reauthenticate/?{urlencode({'next': path})}"
    assert client.post(location, {"password": PASSWORD}).headers["Location"] == path
    assert not Invitation.objects.exists()
    user.refresh_from_db()
    assert user.is_active
    with use_login(ACCOUNTS):
        assert not EmailAddress.objects.filter(email=SENT["email"]).exists()


def test_nor_where_the_library_asks_by_itself(world: World):
    user, path = world["hill-coordinator"], "/accounts/2fa/totp/deactivate/"
    client = sign_in(Client(), user, at=time.time() - 11 * 60)
    assert "reauthenticate" in client.post(path).headers["Location"]
    location = client.get(path).headers["Location"]
    assert client.post(location, {"password": PASSWORD}).headers["Location"] == path
    with use_login(ACCOUNTS):
        assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def test_the_question_says_that_something_was_sent_and_waits(world: World):
    """Another person may have left the form, so the owner is told before confirming."""
    sentence, path = "continues after you confirm", "/c/hill/team/invite/"
    client = sign_in(Client(), world["hill-coordinator"], at=time.time() - 11 * 60)
    for send, waits in ((client.get, False), (client.post, True), (client.get, False)):
        page = client.get(send(path).headers["Location"]).content.decode()
        assert (sentence in page) == waits
