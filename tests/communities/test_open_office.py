import pytest
from django.core.management import CommandError, call_command

from communities.models import Office, User
from tests.base import as_stored

ABOUT = [
    "--name", "Oasis Kenya", "--country", "KE", "--contact-email", "privacy@oasis.example", "--staff-name", "Wanjiru",
]  # fmt: skip


def test_it_opens_an_office_with_its_first_person(world, capsys):
    call_command("open_office", *ABOUT, "--slug", "kenya", "--staff-email", "Wanjiru@oasis.example")
    office = Office.objects.get(slug="kenya")
    [staff] = office.staff.all()
    assert (staff.user.name, as_stored(staff.user).has_usable_password()) == ("Wanjiru", False)
    assert staff.user.emailaddress_set.get().verified
    assert "/office/kenya/" in capsys.readouterr().out


def test_an_existing_person_keeps_the_account(world):
    there = world["usa-staff"]
    call_command("open_office", *ABOUT, "--slug", "kenya", "--staff-email", there.email.upper())
    assert {office.office.slug for office in there.offices.all()} == {"usa", "kenya"}
    assert User.objects.filter(email__iexact=there.email).count() == 1


@pytest.mark.parametrize(
    ("slug", "email"), [("usa", "a@b.example"), ("ke nya", "a@b.example"), ("kenya", "nobody")]
)
def test_what_it_cannot_use_is_said_and_nothing_is_kept(world, slug, email):
    before = Office.objects.count(), User.objects.count()
    with pytest.raises(CommandError, match=r"\w"):
        call_command("open_office", *ABOUT, "--slug", slug, "--staff-email", email)
    assert (Office.objects.count(), User.objects.count()) == before
