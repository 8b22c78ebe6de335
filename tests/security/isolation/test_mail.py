"""The recipients of each email, which holds a link and no text of any record.

New code that sends email fails until it is listed in LETTERS and tried here.
"""

import ast
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from communities.actions import invite
from communities.actions.mail_queue import send_waiting, tell_of_device
from communities.models import Role
from communities.tasks import remind_all
from dashboards.actions import subscriptions
from dashboards.models import ViewSubscription
from evaluation.actions import survey_emails
from evaluation.models import Submission, SubmissionState
from reports.actions import reports
from reports.models import Job, Report
from stakeholders.emails import send_questions
from stakeholders.models import TrustInvitation
from support.actions.confirming import send_question
from support.models import ServiceConfirmation
from tests.base import World, within
from tests.matrix.response_contents import canaries_in, get_mail
from tests.matrix.samples import Samples
from tests.security.isolation.address_walk import get_client
from tfc.own_apps import OWN_APPS

ROOT = Path(__file__).resolve().parents[3]
APPS = ("tfc", *OWN_APPS)
CALLS = {
    "automatic_message",
    "EmailMessage",
    "EmailMultiAlternatives",
    "send_mail",
    "send_mass_mail",
    "email_user",
    "mail_admins",
}


def invited(world: World, samples: Samples) -> None:
    with within(world.hill):
        invite(community=world.hill, email="new@example.org", role=Role.MEMBER, by=world["hill-coordinator"])


def of_a_survey(world: World, samples: Samples) -> None:
    with within(world.hill):
        submission = Submission.objects.get()
        survey_emails.email_staff(submission, world.hill)
        for state in (SubmissionState.ACCEPTED, SubmissionState.RETURNED):
            submission.state = state
            survey_emails.email_coordinators(submission)


def of_a_report(world: World, samples: Samples) -> None:
    with within(world.hill):
        report = Report.objects.get(community=world.hill)
        job = Job.objects.get(report_id=report.pk)
        for what in ("ready", "published", "failed"):
            reports._notify_user(world["hill-coordinator"], report, job, what)


def of_a_survey_and_a_report(world: World, samples: Samples) -> None:
    of_a_survey(world, samples)
    of_a_report(world, samples)


def in_the_morning(world: World, samples: Samples) -> None:
    for hours in range(0, 24, 6):
        remind_all(now=timezone.now() + dt.timedelta(hours=hours))


def of_working_together(world: World, samples: Samples) -> None:
    with within(world.hill):
        TrustInvitation.objects.update(sent_at=None)
        numbers = list(TrustInvitation.objects.values_list("pk", flat=True))
    for again in (False, True):
        send_questions(world.hill, numbers, again=again)


def to_a_provider(world: World, samples: Samples) -> None:
    with within(world.hill):
        question = ServiceConfirmation.objects.create(
            service_id=samples.ids["hill"]["service_id"], way="link"
        )
    send_question(world.hill, question.pk)


def with_a_view(world: World, samples: Samples) -> None:
    with within(world.hill):
        subscription = ViewSubscription.objects.get(community=world.hill)
        subscriptions.keep_sent(
            subscription=subscription, period="2026-W10", name="x.pdf", content=b"%PDF-", path="/c/hill/figures/",
            stop="/stop/", place=world.hill.name, now=timezone.now(),
        )  # fmt: skip


def of_an_account(world: World, samples: Samples) -> None:
    email = world["hill-coordinator"].email
    get_client("anybody", samples).post("/accounts/password/reset/", {"email": email})
    send_waiting()


def of_a_device(world: World, samples: Samples) -> None:
    tell_of_device(user=world["hill-coordinator"], user_agent="Canary-hill-browser")
    send_waiting()


# Emails, the code that sends them, and their recipients in the world.
LETTERS: dict[str, tuple[Callable[[World, Samples], Any], set[str]]] = {
    "communities/mail.py:send_invitation": (invited, {"new"}),
    "communities/mail.py:post_on_commit": (of_a_survey_and_a_report, {"usa-staff", "hill-coordinator"}),
    "communities/mail.py:send_digest_on_commit": (in_the_morning, set()),
    "stakeholders/emails.py:_letter": (of_working_together, {"Canary-hill-contact-email"}),
    "support/actions/confirming.py:_build_email": (to_a_provider, {"Canary-hill-service-email"}),
    "dashboards/actions/subscriptions.py:keep_sent": (with_a_view, {"hill-coordinator"}),
    "communities/actions/mail_queue.py:_send": (of_a_device, {"hill-coordinator"}),
    "allauth": (of_an_account, {"hill-coordinator"}),
}
# The invitation names the person who invites.
NAMED = {"communities/mail.py:send_invitation": {("hill", "user-name_coordinator")}}
# Sends through another function of the list.
INDIRECT = {"dashboards/actions/subscriptions.py:keep_sent", "allauth"}


def writers() -> set[str]:
    recipients = set()
    for path in (path for app in APPS for path in (ROOT / app).rglob("*.py")):
        source = path.read_text()
        if path == ROOT / "tfc/mail.py" or not any(call in source for call in CALLS):
            continue
        for function in ast.walk(ast.parse(source)):
            if isinstance(function, ast.FunctionDef) and any(map(_makes, ast.walk(function))):
                recipients.add(f"{path.relative_to(ROOT)}:{function.name}")
    return recipients


def _makes(node: ast.AST) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    return getattr(called, "attr", getattr(called, "id", "")) in CALLS


def test_every_place_that_writes_an_e_mail_is_tried_here():
    assert writers() == set(LETTERS) - INDIRECT


@pytest.mark.parametrize("letter", LETTERS)
def test_it_has_one_recipient_and_no_text_of_a_record(
    world: World, samples: Samples, letter: str, django_capture_on_commit_callbacks, tried
):
    send, expected = LETTERS[letter]
    with django_capture_on_commit_callbacks(execute=True):
        send(world, samples)
    assert mail.outbox
    tried(len(mail.outbox))
    for message in mail.outbox:
        assert (len(message.to), message.cc, message.bcc, message.attachments) == (1, [], [], [])
        address = canaries_in(message.to[0].encode())
        assert canaries_in(get_mail(message)) - address == NAMED.get(letter, set()), message.subject
    people = {user.email: name for name, user in world.people.items()}
    recipients = {people.get(message.to[0], message.to[0].partition("@")[0]) for message in mail.outbox}
    # Each person is notified of their own place; the digest quotes nothing.
    assert recipients == expected or (not expected and recipients <= set(world.people))
