"""Helpers for the tests of communities."""

import re
from pathlib import Path

from django.core import mail

from communities import actions
from communities.models import Community, Invitation, Office, Role, User
from tests.base import within

PROFILE = b"""zip,dimension,group,people
91101,gender,male,40
91101,gender,female,60
91101,age_band,0-64,90
91101,age_band,65+,10
"""


def token_in_mail() -> str:
    match = re.search(r"/invitations/([\w-]+)/", str(mail.outbox[-1].body))
    assert match
    return match[1]


def invite_to(
    place: Community | Office, email: str, by: User, role: Role = Role.MEMBER
) -> tuple[Invitation, str]:
    with within(place):
        if isinstance(place, Office):
            invitation = actions.invite_staff(office=place, email=email, by=by)
        else:
            invitation = actions.invite(community=place, email=email, role=role, by=by)
    return invitation, token_in_mail()


def census_file(folder: Path) -> Path:
    path = folder / "profiles.csv"
    path.write_bytes(PROFILE)
    return path
