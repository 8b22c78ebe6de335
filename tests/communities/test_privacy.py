"""Each office's privacy notice and accessibility statement, which describe this installation."""

import html
import re

import pytest
from django.apps import apps
from django.db.models import EmailField
from django.test import Client
from django.utils import translation

from communities.models import AuditEntry, Office
from communities.privacy import NOT_PERSONAL, RULES
from tests.base import World, within
from tests.matrix.samples import Samples
from tests.support.public_base import public_event, publish
from tfc.help_pages import get_page
from tfc.own_apps import OWN_APPS
from tfc.retention import rules

pytestmark = pytest.mark.django_db
OWN = "In California you have further rights."


def text(client: Client, path: str) -> str:
    response = client.get(path, follow=True)
    assert response.status_code == 200, path
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def test_it_names_each_retention_rule_so_that_a_new_one_is_not_forgotten():
    named = {code for codes in RULES.values() for code in codes}
    assert set(RULES) <= {topic.anchor for topic in get_page("privacy").topics}
    assert named | NOT_PERSONAL == {rule.code for rule in rules()}


def test_each_language_says_of_each_group_what_why_who_reads_it_and_how_long():
    paragraphs = {}
    for language in ("en", "es", "zh-hans"):
        with translation.override(language):
            paragraphs[language] = {
                topic.anchor: len(topic.paragraphs) for topic in get_page("privacy").topics
            }
    assert set(paragraphs["en"].values()) == {3, 4}
    assert paragraphs == dict.fromkeys(paragraphs, paragraphs["en"])


@pytest.mark.parametrize(
    ("language", "attended"),
    [
        ("en", "the events and trainings you attended"),
        ("es", "los eventos y formaciones a los que asististe"),
        ("zh-hans", "参加过的活动和培训"),
    ],
)
def test_it_says_that_attendance_of_people_with_an_account_is_stored(language: str, attended: str):
    with translation.override(language):
        [data] = [topic.paragraphs[0] for topic in get_page("privacy").topics if topic.anchor == "account"]
    assert attended in data


# Fields that hold how to reach a person, and the subject of the notice that names them.
REACHED_BY = {
    "communities.user": "People with an account",
    "communities.outgoingmail": "People with an account",
    "communities.invitation": "People who are invited",
    "communities.candidate": "Contacts of candidate communities",
    "stakeholders.contact": "Contacts in organizations",
    "support.service": "Contacts of services",
    "support.interest": "People who offer to help",
    # Of an office or an organization, not of a person.
    "communities.office": "",
    "stakeholders.organization": "",
}


def test_it_names_everyone_whose_address_is_stored():
    labels = {
        model._meta.label_lower
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if model._meta.app_label in OWN_APPS
        and (isinstance(field, EmailField) or field.name in ("phone", "reach"))
    }
    assert labels == set(REACHED_BY)
    assert {topic.title for topic in get_page("privacy").topics} >= set(filter(None, REACHED_BY.values()))


@pytest.mark.parametrize(
    ("language", "title", "own"),
    [
        ("en", "Privacy notice", OWN),
        ("es", "Aviso de privacidad", "En California tienes más derechos."),
        ("zh-hans", "隐私声明", "在加利福尼亚州您还有其他权利。"),
    ],
)
def test_an_office_has_it_in_three_languages(
    world: World, client: Client, language: str, title: str, own: str
):
    Office.objects.filter(pk=world.usa.pk).update(
        contact_email="privacy@usa.example",
        privacy_en=OWN,
        privacy_es="En California tienes más derechos.",
        privacy_zh="在加利福尼亚州您还有其他权利。",
    )
    client.post("/language/", {"language": language})
    notice = text(client, "/privacy/usa/")
    for sentence in (title, own, "privacy@usa.example"):
        assert sentence in notice
    assert "privacy@usa.example" in text(client, "/accessibility/usa/")


def test_it_repeats_the_periods_of_the_daily_deletion_and_says_where_backups_are(
    world: World, client: Client, settings
):
    notice = text(client, "/privacy/usa/")
    for rule in rules():
        if rule.code not in NOT_PERSONAL:
            assert f"{rule.what}: {rule.retention_period}" in notice
    assert "Ask us where they are stored." in notice
    settings.BACKUP_PLACE, settings.BACKUP_DAYS = "a data center in Oregon", 21
    notice = text(client, "/privacy/usa/")
    assert "deleted after 21 days" in notice
    assert "They are stored here: a data center in Oregon." in notice


def test_the_address_to_write_to_ends_before_the_full_stop_in_each_language(world: World, client: Client):
    with within(world.usa):
        Office.objects.filter(pk=world.usa.pk).update(contact_email="privacy@usa.example")
    for language in ("en", "es", "zh-hans"):
        page = client.get(
            f"/privacy/{world.usa.slug}/", headers={"accept-language": language}
        ).content.decode()
        assert page.count('<a href="mailto:privacy@usa.example">privacy@usa.example</a>') == 2


def test_the_footer_leads_to_the_notice_of_the_place(world: World, signed_in, client: Client):
    page = signed_in("hill-member").get("/c/hill/events/").content.decode()
    assert '"/privacy/?from=hill"' in page
    assert client.get("/privacy/?from=hill").headers["Location"] == "/privacy/usa/"
    assert client.get("/accessibility/?from=moor").headers["Location"] == "/accessibility/uk/"
    assert '"/privacy/uk/"' in client.get("/privacy/").content.decode()
    for wrong in ("/privacy/nowhere/", "/accessibility/nowhere/"):
        assert client.get(wrong).status_code == 404
    assert client.get("/privacy/?from=%00").status_code == 200


@pytest.mark.parametrize(
    ("person", "path", "link"),
    [
        ("", "/accounts/signup/", None),
        ("hill-coordinator", "/c/hill/team/invite/", "/privacy/?from=hill"),
        ("hill-coordinator", "/c/hill/organizations/{organization_id}/contacts/new/", "/privacy/?from=hill"),
        ("hill-coordinator", "/c/hill/organizations/new/", "/privacy/?from=hill"),
        ("hill-coordinator", "/c/hill/services/new/", "/privacy/?from=hill"),
        ("hill-coordinator", "/c/hill/focus/accept/", "/privacy/?from=hill"),
        ("hill-coordinator", "/c/hill/focus/{focus_id}/edit/", "/privacy/?from=hill"),
        ("usa-staff", "/office/usa/candidates/new/", "/privacy/?from=usa"),
        ("", "/p/hill/volunteer/", "/p/hill/privacy/"),
    ],
)
def test_each_form_for_personal_details_leads_to_it(
    world: World, samples: Samples, person: str, path: str, link: str | None
):
    client = samples.signed_in(person) if person else Client()
    page = client.get(path.format(**samples.ids["hill"]), follow=True).content.decode()
    assert link is None or f'"{link}' in get_content(page), page


def get_content(page: str) -> str:
    """Return the page without its footer, which has the link as well."""
    return page[page.index("<main") : page.index("</main")]


def test_the_rsvp_of_a_public_event_leads_to_it(world: World, client: Client):
    publish(world.hill, world["hill-coordinator"])
    page = client.get(f"/p/hill/events/{public_event(world).pk}/").content.decode()
    assert '"/p/hill/privacy/' in get_content(page)


def test_the_public_pages_have_both_without_a_cookie(world: World, samples: Samples, client: Client):
    for path, sentence in (("privacy", "What we store"), ("accessibility", "Report a barrier")):
        assert sentence in text(client, f"/p/hill/{path}/")
    assert not client.cookies


def test_staff_change_their_own_words_and_the_audit_log_says_so(world: World, signed_in):
    client = signed_in("usa-staff")
    wrong = client.post("/office/usa/privacy/", {"contact_email": "nobody", "privacy_en": OWN})
    assert wrong.status_code == 422
    assert OWN in wrong.content.decode()
    # Without it nobody could ask about their data or report a barrier.
    assert client.post("/office/usa/privacy/", {"privacy_en": OWN}).status_code == 422
    inputs = {"contact_email": "privacy@usa.example", "privacy_en": OWN, "privacy_es": "", "privacy_zh": ""}
    response = client.post("/office/usa/privacy/", inputs)
    assert response.headers["Location"] == "/privacy/usa/"
    office = Office.objects.get(pk=world.usa.pk)
    assert (office.contact_email, office.privacy_en) == ("privacy@usa.example", OWN)
    with within(world.usa):
        assert AuditEntry.objects.filter(
            table_name="communities_office", actor_id=world["usa-staff"].pk
        ).exists()
