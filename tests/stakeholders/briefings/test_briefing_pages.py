"""The pages that write, preview, create and download a briefing."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from pypdf import PdfReader

from stakeholders.briefings import capacity
from stakeholders.models import Briefing, BriefingFile, Finding
from stakeholders.views.briefings import PAGE
from tests.base import World, within
from tests.line_breaks import keep_together
from tests.stakeholders.base import queries
from tests.stakeholders.briefings.base import (
    briefing_data,
    draft,
    find,
    get_digest,
    locate,
    share,
    stored,
    url,
)

NEW = url(rest="new/")


def make(client, world: World, briefing: Briefing, **changes):
    data = {"shown_version": get_digest(world.hill, briefing)} | changes
    return client.post(url(rest=f"{briefing.pk}/make/"), data)


def files(world: World) -> list[BriefingFile]:
    with within(world.hill):
        return list(BriefingFile.objects.all())


def drafts(world: World) -> int:
    with within(world.hill):
        return Briefing.objects.count()


class TestList:
    @pytest.mark.parametrize("person", ["hill-member", "hill-leader", "hill-coordinator"])
    def test_it_shows_the_briefings_to_the_team(self, world: World, signed_in, person):
        draft(world.hill)
        response = signed_in(person).get(url())
        assert [briefing.title for briefing in response.context["briefings"]] == ["Fair wages"]

    def test_it_counts_their_outcomes(self, world: World, signed_in):
        briefing, gone = draft(world.hill), draft(world.hill, deleted_at=timezone.now())
        share(world.hill, briefing)
        share(world.hill, briefing, answered_on="2026-04-01")
        share(world.hill, briefing, answered_on="2026-04-01", followed_on="2026-05-01")
        share(world.hill, briefing, answered_on="2026-04-01", deleted_at=timezone.now())
        share(world.hill, gone, answered_on="2026-04-01")
        response = signed_in("hill-member").get(url())
        page = " ".join(response.content.decode().split())
        assert "Given 3 times · 2 answers · something followed 1 time" in page
        assert "Given 3 times, answered 2, followed 1" in page

    @pytest.mark.parametrize(
        ("person", "has_finding", "offered"),
        [("hill-coordinator", True, True), ("hill-coordinator", False, False), ("hill-leader", True, False)],
    )
    def test_it_offers_to_write_one_to_who_may_and_can(
        self, world: World, signed_in, person, has_finding, offered
    ):
        if has_finding:
            find(world.hill)
        page = signed_in(person).get(url()).content.decode()
        assert (NEW in page) is offered
        assert ("A briefing presents your findings." in page) is not has_finding

    def test_it_leads_to_older_ones_with_the_same_number_of_queries(self, world: World, signed_in):
        client = signed_in("hill-coordinator")
        share(world.hill, draft(world.hill))
        few = queries(client, url())
        for _ in range(PAGE):
            share(world.hill, draft(world.hill))
        assert queries(client, url()) == few
        first = client.get(url())
        assert len(first.context["briefings"]) == PAGE
        second = client.get(url() + first.context["older"])
        assert (len(second.context["briefings"]), second.context["older"]) == (1, "")
        assert len(client.get(url(), {"before": "x²"}).context["briefings"]) == PAGE


WRONG_ADD: list[tuple[dict[str, Any], str]] = [
    ({"title": ""}, "title"),
    ({"title": "x" * 161}, "title"),
    ({"audience": "king"}, "audience"),
    ({"language": "fr"}, "language"),
    ({"findings": []}, "findings"),
    ({"findings": ["999999"]}, "findings"),
    ({"findings": ["x"]}, "findings"),
    ({"opening": "x" * (capacity.OPENING + 1)}, "opening"),
    ({"opening": "许" * (capacity.OPENING // 2 + 1)}, "opening"),
    ({"asks": "x" * (capacity.ASKS + 1)}, "asks"),
    ({"opening": "Call Ana at 626-555-0142."}, "opening"),
    ({"asks": "Write to ana@home.example."}, "asks"),
    ({"client_id": "x"}, "client_id"),
]


class TestAdd:
    def test_it_saves_a_draft_and_leads_to_the_preview(self, world: World, signed_in):
        first, second = find(world.hill), find(world.hill)
        data = briefing_data(first, second)
        client = signed_in("hill-coordinator")
        assert client.get(NEW).status_code == 200
        response = client.post(NEW, data)
        with within(world.hill):
            briefing = Briefing.objects.get()
            chosen = set(briefing.chosen.values_list("finding_id", flat=True))
        assert response["Location"] == url(rest=f"{briefing.pk}/")
        assert (briefing.title, briefing.audience, briefing.language) == ("Fair wages", "mayor", "en")
        assert (briefing.created_by, briefing.made_at, chosen) == (
            world["hill-coordinator"],
            None,
            {first.pk, second.pk},
        )
        assert client.post(NEW, data)["Location"] == response["Location"]
        assert drafts(world) == 1

    def test_it_explains_what_is_wrong_and_keeps_what_was_typed(
        self, world: World, signed_in, subtests: pytest.Subtests
    ):
        for bad, field in WRONG_ADD:
            with subtests.test(bad=bad):
                data = briefing_data(find(world.hill), title="Typed with care") | bad
                response = signed_in("hill-coordinator").post(NEW, data)
                assert response.status_code == 422
                assert list(response.context["form"].errors) == [field]
                assert ("Typed with care" in response.content.decode()) is ("title" not in bad)
                assert drafts(world) == 0

    def test_it_takes_four_findings_at_most(self, world: World, signed_in):
        five = [find(world.hill) for _ in range(5)]
        client = signed_in("hill-coordinator")
        response = client.post(NEW, briefing_data(*five))
        assert response.context["form"].errors["findings"] == [
            "5 findings do not fit on two pages. Choose up to 4."
        ]
        assert client.post(NEW, briefing_data(*five[:4])).status_code == 302

    def test_it_takes_no_finding_of_another_community(self, world: World, signed_in):
        find(world.hill)
        response = signed_in("hill-coordinator").post(NEW, briefing_data(find(world.dale)))
        assert (response.status_code, drafts(world)) == (422, 0)

    def test_it_keeps_a_public_number_that_was_agreed_to(self, world: World, signed_in):
        data = briefing_data(find(world.hill), asks="Call 626-555-0142.", keep_asks="626-555-0142")
        assert signed_in("hill-coordinator").post(NEW, data).status_code == 302

    def test_it_says_what_to_do_first_when_there_is_no_finding(self, signed_in):
        page = signed_in("hill-coordinator").get(NEW).content.decode()
        assert "Nothing yet" in page

    def test_it_distinguishes_two_findings_of_one_kind(self, world: World, signed_in):
        new = find(world.hill, observed_on=timezone.localdate() - timedelta(days=1))
        old = find(world.hill, observed_on="2020-03-03", method="survey")
        choices = dict(signed_in("hill-coordinator").get(NEW).context["form"].fields["findings"].choices)
        assert choices[old.pk].endswith(keep_together("(March 3, 2020, Survey, Labor, older than 24 months)"))
        assert choices[new.pk].endswith(f"({date_format(new.observed_on)}, Interview, Labor)")


class TestEdit:
    def test_it_changes_text_and_findings(self, world: World, signed_in):
        old, new = find(world.hill), find(world.hill)
        briefing = draft(world.hill, old)
        client = signed_in("hill-coordinator")
        where = url(rest=f"{briefing.pk}/edit/")
        form = client.get(where).context["form"]
        assert form["findings"].value() == [old.pk]
        response = client.post(where, briefing_data(new, title="Fairer", revision=1))
        now = stored(world.hill, briefing)
        with within(world.hill):
            chosen = [choice.finding_id for choice in now.chosen.all()]
        assert response["Location"] == url(rest=f"{briefing.pk}/")
        assert (now.title, now.revision, chosen) == ("Fairer", 2, [new.pk])

    def test_it_lets_the_first_of_two_win_and_shows_the_other_both(self, world: World, signed_in):
        finding = find(world.hill)
        briefing = draft(world.hill, finding)
        client, where = signed_in("hill-coordinator"), url(rest=f"{briefing.pk}/edit/")
        client.post(where, briefing_data(finding, title="First", revision=1))
        response = client.post(where, briefing_data(finding, title="Second", revision=1))
        page = response.content.decode()
        assert response.status_code == 409
        assert "Another person saved meanwhile" in page
        assert (response.context["stored"]["title"], 'value="Second"' in page) == ("First", True)
        assert stored(world.hill, briefing).title == "First"
        again = briefing_data(finding, title="Second", revision=response.context["form"]["revision"].value())
        assert client.post(where, again).status_code == 302
        assert stored(world.hill, briefing).title == "Second"

    def test_it_changes_nothing_once_there_is_a_pdf(self, world: World, signed_in):
        finding = find(world.hill)
        briefing = draft(world.hill, finding)
        client = signed_in("hill-coordinator")
        make(client, world, briefing)
        now = stored(world.hill, briefing)
        data = briefing_data(finding, title="Later", revision=now.revision)
        response = client.post(url(rest=f"{briefing.pk}/edit/"), data)
        assert response["Location"] == url(rest=f"{briefing.pk}/")
        assert stored(world.hill, briefing).title == "Fair wages"

    def test_it_explains_what_is_wrong(self, world: World, signed_in):
        finding = find(world.hill)
        briefing = draft(world.hill, finding)
        data = briefing_data(finding, title="", asks="Typed with care", revision=1)
        response = signed_in("hill-coordinator").post(url(rest=f"{briefing.pk}/edit/"), data)
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["title"])
        assert "Typed with care" in response.content.decode()
        assert stored(world.hill, briefing).revision == 1


class TestPreview:
    def test_it_shows_exactly_what_will_be_in_it(self, world: World, signed_in):
        find(world.hill, summary="Not chosen")
        briefing = draft(world.hill, find(world.hill, people_heard=4))
        response = signed_in("hill-member").get(url(rest=f"{briefing.pk}/"))
        page = response.content.decode()
        for text in ("We listened.", "Cleaners wait", "10 or fewer people", "Please act.", "1-888-373-7888"):
            assert text in page
        assert "Not chosen" not in page
        assert "make/" not in page

    def test_it_is_written_in_the_language_of_the_briefing(self, world: World, signed_in):
        briefing = draft(world.hill, find(world.hill), language="es")
        page = signed_in("hill-member").get(url(rest=f"{briefing.pk}/")).content.decode()
        assert 'lang="es"' in page
        assert "3 de marzo de 2026" in page

    def test_its_marks_are_those_of_its_language(self, world: World, signed_in):
        briefing, reader = draft(world.hill, find(world.hill)), signed_in("hill-member")
        reader.cookies["django_language"] = "zh-hans"
        page = reader.get(url(rest=f"{briefing.pk}/")).content.decode()
        written = page.split("<article", 1)[1].split("</article>")[0]
        assert [mark for mark in "：，。（" if mark in written] == []
        assert "。" in page

    def test_it_points_out_numbers_and_addresses(self, world: World, signed_in):
        finding = find(world.hill, summary="Ask ana@home.example or 626-555-0142.")
        page = signed_in("hill-coordinator").get(url(rest=f"{draft(world.hill, finding).pk}/")).content
        assert b"ana@home.example, 626-555-0142" in page

    def test_it_says_when_a_finding_is_too_long(self, world: World, signed_in):
        client = signed_in("hill-coordinator")
        for length, is_too_long in ((capacity.SUMMARY, False), (capacity.SUMMARY + 1, True)):
            briefing = draft(world.hill, find(world.hill, summary="x" * length))
            page = client.get(url(rest=f"{briefing.pk}/")).content.decode()
            assert ("A finding was too long" in page) is is_too_long


class TestMake:
    def test_it_keeps_text_and_file_together(self, world: World, signed_in):
        finding = find(world.hill, people_heard=3)
        locate(world, finding, "Canary-where")
        briefing = draft(world.hill, finding)
        client = signed_in("hill-coordinator")
        assert make(client, world, briefing)["Location"] == url(rest=f"{briefing.pk}/")
        now = stored(world.hill, briefing)
        assert now.snapshot is not None
        assert now.snapshot["findings"][0]["people_text"] == "10 or fewer people"
        assert now.made_at is not None
        response = signed_in("hill-member").get(url(rest=f"{briefing.pk}/file/"))
        assert response["Content-Type"] == "application/pdf"
        name = f"briefing-hill-{briefing.pk}.pdf"
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        reader = PdfReader(io.BytesIO(response.content))
        text = " ".join(page.extract_text() for page in reader.pages)
        assert "Cleaners wait for their wages." in text
        assert "10 or fewer people" in text
        assert "Canary" not in text + repr(reader.metadata) + repr(now.snapshot)
        assert b"Canary" not in response.content

    def test_it_makes_it_once_when_it_is_asked_twice(self, world: World, signed_in):
        briefing = draft(world.hill, find(world.hill))
        client = signed_in("hill-coordinator")
        make(client, world, briefing)
        first, [stored_version] = stored(world.hill, briefing), files(world)
        assert make(client, world, briefing).status_code == 302
        assert [file.sha256 for file in files(world)] == [stored_version.sha256]
        assert stored(world.hill, briefing).made_at == first.made_at

    def test_it_stays_as_it_was_when_a_finding_changes(self, world: World, signed_in):
        briefing = draft(world.hill, find(world.hill))
        client = signed_in("hill-coordinator")
        make(client, world, briefing)
        with within(world.hill):
            Finding.objects.update(summary="Changed since")
        page = client.get(url(rest=f"{briefing.pk}/")).content.decode()
        assert "Changed since" not in page
        assert "Cleaners wait for their wages." in page

    def test_it_makes_nothing_that_was_not_looked_at(self, world: World, signed_in):
        briefing = draft(world.hill, find(world.hill))
        before = get_digest(world.hill, briefing)
        with within(world.hill):
            Finding.objects.update(summary="Changed meanwhile")
        client = signed_in("hill-coordinator")
        response = make(client, world, briefing, shown_version=before)
        assert response.status_code == 409
        assert "Changed meanwhile" in response.content.decode()
        assert (files(world), stored(world.hill, briefing).made_at) == ([], None)
        assert (
            make(client, world, briefing, shown_version=response.context["shown_version"]).status_code == 302
        )

    def test_it_needs_a_finding(self, world: World, signed_in):
        briefing = draft(world.hill, find(world.hill, status="withdrawn"))
        response = make(signed_in("hill-coordinator"), world, briefing)
        assert (response.status_code, files(world)) == (422, [])
        assert "All its findings were deleted or withdrawn." in response.content.decode()

    def test_it_says_when_it_is_too_long(self, world: World, signed_in):
        """Capitals are wider than the letters by which the space is measured."""
        findings = [find(world.hill, summary="W " * 1000) for _ in range(4)]
        text = "W\n" * 3 + "W " * 440
        briefing = draft(world.hill, *findings, opening=text, asks=text, title="W" * 160, audience="police")
        response = make(signed_in("hill-coordinator"), world, briefing)
        assert (response.status_code, files(world)) == (422, [])
        assert "Too long for two pages." in response.content.decode()


class TestDelete:
    def test_it_is_deleted_and_restored(self, world: World, signed_in):
        briefing = draft(world.hill, find(world.hill))
        client = signed_in("hill-coordinator")
        make(client, world, briefing)
        assert client.post(url(rest=f"{briefing.pk}/delete/"))["Location"] == url()
        for rest in ("", "file/", "edit/", "shares/new/"):
            assert client.get(url(rest=f"{briefing.pk}/{rest}")).status_code == 404
        client.post(url(rest=f"{briefing.pk}/restore/"))
        assert client.get(url(rest=f"{briefing.pk}/file/")).status_code == 200
