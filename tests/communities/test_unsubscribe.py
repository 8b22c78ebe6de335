"""Automatic emails say so, and digests have an unsubscribe link."""

import re
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from communities.models import NoticeSetting
from communities.tasks import remind_all
from communities.unsubscribe import unsubscribe_path
from tests.base import World
from tests.communities.notice_base import NINE, over
from tfc.own_apps import OWN_APPS

ROOT = Path(__file__).parents[2]


def test_each_message_is_made_in_the_place_that_marks_it_as_automatic():
    sources = [
        path
        for app in ("tfc", *OWN_APPS)
        for path in (ROOT / app).rglob("*.py")
        if path != ROOT / "tfc/mail.py"
    ]
    makes_one = re.compile(r"\b(EmailMessage|EmailMultiAlternatives|send_mail|send_mass_mail)\([^)]")
    calls = [
        str(path.relative_to(ROOT))
        for path in sources
        if any(makes_one.search(line) and "def " not in line for line in path.read_text().splitlines())
    ]
    assert calls == []


@pytest.mark.django_db
def test_a_digest_offers_to_end_all_digests(world: World, django_capture_on_commit_callbacks):
    over(world, world.hill)
    with django_capture_on_commit_callbacks(execute=True):
        remind_all(now=NINE)
    assert mail.outbox
    for message in mail.outbox:
        headers = message.message()
        assert headers["Auto-Submitted"] == "auto-generated"
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        [address] = re.findall(r"^<https?://[^/]+(/unsubscribe/[^>]+/)>$", headers["List-Unsubscribe"])
        client = Client()
        page = client.get(address)
        assert "Stop email notifications?" in page.content.decode()
        assert not client.cookies
        assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    stopped = NoticeSetting.objects.filter(emails_off=True).values_list("user__email", flat=True)
    assert sorted(stopped) == sorted(address for message in mail.outbox for address in message.to)


@pytest.mark.django_db
def test_looking_at_the_link_ends_nothing_and_what_was_chosen_stays(world: World, client: Client):
    user = world["hill-leader"]
    NoticeSetting.objects.create(user=user, weekly=["team"])
    path = unsubscribe_path(user)
    client.get(path)
    client.head(path)
    assert not NoticeSetting.objects.get(user=user).emails_off
    client.post(path)
    setting = NoticeSetting.objects.get(user=user)
    assert (setting.emails_off, setting.weekly) == (True, ["team"])
    assert "Email notifications are off" in client.post(path).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "MQ:1tZabc:forged", "NTU1NTU1:1uN1Zk:AAAA"])
def test_a_link_that_is_not_ours_ends_nothing(world: World, client: Client, token: str):
    response = client.post(f"/unsubscribe/{token}/")
    assert response.status_code == 410
    assert "This link is not complete" in response.content.decode()
    assert not NoticeSetting.objects.exists()
