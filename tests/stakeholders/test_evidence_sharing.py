"""A coordinator shares evidence with the office and withdraws it; the office checks it and comments."""

import pytest
from django.db import ProgrammingError, transaction
from django.utils import translation

from communities.models import AuditEntry, Community
from stakeholders.actions.sharing import share_evidence
from stakeholders.catalogue import translate_title
from stakeholders.models import Evidence, SharedEvidence, SpotCheck, Strategy
from tests.base import World, within
from tests.stakeholders.strategy_base import attach, count, days_ago, make, show, url_for

OFFICE = "/office/usa/evidence/"


def shared(world: World, *, slug: str = "hill", file: bool = False, **fields) -> SharedEvidence:
    """Evidence shared with the office."""
    strategy = make(world, "implementing", slug=slug)
    evidence = show(world, strategy, 5, slug=slug, **fields)
    if file:
        attach(world, evidence, b"%PDF-1.7 shared")
    community: Community = getattr(world, slug)
    with within(community):
        return share_evidence(evidence=Evidence.objects.get(pk=evidence.pk), by=world[f"{slug}-coordinator"])


def sharing(strategy: Strategy, evidence: Evidence, deed: str = "share", slug: str = "hill") -> str:
    return url_for(strategy, f"evidence/{evidence.pk}/{deed}/", slug)


def check(
    world: World, shared_evidence: SharedEvidence, verdict: str = "confirmed", note: str = "Seen."
) -> None:
    with within(world.usa):
        SpotCheck.objects.create(
            community_id=shared_evidence.community_id, office=world.usa, shared=shared_evidence, verdict=verdict,
            note=note, by=world["usa-staff"],
        )  # fmt: skip


def stored(world: World, shared_evidence: SharedEvidence) -> SharedEvidence:
    with within(world.hill):
        return SharedEvidence.objects.get(pk=shared_evidence.pk)


def office_sees(client) -> list[str]:
    context = client.get(OFFICE).context
    return [row.what for row in context["waiting"]] + [row.what for row, _verdict in context["checked"]]


class TestShare:
    def test_it_says_what_the_office_will_see_before_it_copies_that(self, world: World, signed_in):
        strategy = make(world, "implementing", note="Only for us")
        evidence = show(world, strategy, 5, link="", kind="file")
        attach(world, evidence, b"%PDF-1.7 agenda")
        client = signed_in("hill-coordinator")
        page = client.get(sharing(strategy, evidence)).content.decode()
        for text in ("Hill High", "Night bus", "In practice", "The timetable", "report.pdf"):
            assert text in page
        assert "Only for us" not in page
        assert count(world.hill, SharedEvidence) == 0
        client.post(sharing(strategy, evidence))
        with within(world.hill):
            copy = SharedEvidence.objects.get()
        assert (copy.organization_name, copy.sector, copy.strategy_title) == (
            "Hill High",
            "schools",
            "Night bus",
        )
        assert (copy.rung, copy.on, copy.what) == ("implementing", days_ago(world.hill, 5), "The timetable")
        assert (copy.file_name, bytes(copy.content or b"")) == ("report.pdf", b"%PDF-1.7 agenda")
        assert copy.office_id == world.usa.pk

    def test_it_names_the_strategy_in_the_language_of_the_office(self, world: World, signed_in):
        strategy = make(world, "implementing", code="school_staff_signs", title="")
        evidence = show(world, strategy)
        signed_in("hill-coordinator").post(sharing(strategy, evidence), headers={"Accept-Language": "es"})
        with within(world.hill):
            assert SharedEvidence.objects.get().strategy_title.startswith("Train teachers")
        page = signed_in("usa-staff").get(OFFICE, headers={"Accept-Language": "es"}).content.decode()
        assert "Train teachers" not in page
        with translation.override("es"):
            assert translate_title("Train teachers and counselors to see the signs and act on them") in page

    def test_it_takes_everything_back_and_may_show_it_again(self, world: World, signed_in):
        share = shared(world, file=True)
        with within(world.hill):
            evidence = Evidence.objects.select_related("strategy").get()
        client = signed_in("hill-coordinator")
        client.post(sharing(evidence.strategy, evidence, "unshare"))
        copy = stored(world, share)
        texts = (
            copy.organization_name,
            copy.strategy_title,
            copy.what,
            copy.link,
            copy.file_name,
            copy.media_type,
        )
        assert texts == ("",) * 6
        assert copy.content is None
        assert copy.withdrawn_at is not None
        client.post(sharing(evidence.strategy, evidence))
        copy = stored(world, share)
        assert (copy.what, copy.withdrawn_at) == ("The timetable", None)

    def test_it_shows_the_same_once_however_often_it_is_sent(self, world: World, signed_in):
        share = shared(world, file=True)
        with within(world.hill):
            evidence = Evidence.objects.select_related("strategy").get()
        signed_in("hill-coordinator").post(sharing(evidence.strategy, evidence))
        assert stored(world, share).shared_at == share.shared_at
        with within(world.hill, coordinator=True):
            assert AuditEntry.objects.filter(table_name="stakeholders_sharedevidence").count() == 1

    def test_it_no_longer_shows_a_file_that_was_taken_away(self, world: World, signed_in):
        share = shared(world, file=True)
        with within(world.hill):
            evidence = Evidence.objects.select_related("strategy").get()
            evidence.files.all().delete()
        signed_in("hill-coordinator").post(sharing(evidence.strategy, evidence))
        copy = stored(world, share)
        assert (copy.file_name, copy.media_type, copy.content) == ("", "", None)

    @pytest.mark.parametrize("deleted", ["evidence", "strategy", "organization"])
    def test_it_takes_back_what_is_deleted_and_a_restore_shows_nothing(
        self, world: World, signed_in, deleted
    ):
        share = shared(world)
        with within(world.hill):
            evidence = Evidence.objects.select_related("strategy").get()
        record = {
            "evidence": url_for(evidence.strategy, f"evidence/{evidence.pk}/"),
            "strategy": url_for(evidence.strategy, ""),
            "organization": f"/c/hill/organizations/{evidence.strategy.organization_id}/",
        }[deleted]
        for verb in ("delete/", "restore/"):
            assert signed_in("hill-leader").post(record + verb).status_code == 302
            assert stored(world, share).withdrawn_at is not None
            assert stored(world, share).what == ""
            assert office_sees(signed_in("usa-staff")) == []


class TestOfficeList:
    def test_unchecked_evidence_comes_first(self, world: World, signed_in):
        check(world, shared(world, what="Looked at"))
        shared(world, what="Waiting")
        shared(world, slug="dale", what="Of Dale")
        response = signed_in("usa-staff").get(OFFICE)
        assert [row.what for row in response.context["waiting"]] == ["Waiting", "Of Dale"]
        assert [(row.what, verdict) for row, verdict in response.context["checked"]] == [
            ("Looked at", "confirmed")
        ]

    def test_it_shows_neither_what_was_not_shared_nor_what_was_taken_back(self, world: World, signed_in):
        show(world, make(world, "implementing"), what="Never shared")
        share = shared(world, what="Taken back")
        with within(world.hill):
            evidence = Evidence.objects.select_related("strategy").get(pk=share.evidence_id)
        path = sharing(evidence.strategy, evidence, "unshare")
        assert office_sees(signed_in("usa-staff")) == ["Taken back"]
        signed_in("hill-coordinator").post(path)
        client = signed_in("usa-staff")
        assert office_sees(client) == []
        assert client.get(f"{OFFICE}{share.pk}/").status_code == 404
        assert client.get(f"{OFFICE}{share.pk}/file/").status_code == 404
        with within(world.usa):
            assert (Evidence.objects.count(), Strategy.objects.count()) == (0, 0)

    def test_it_shows_nothing_of_another_office(self, world: World, signed_in):
        share = shared(world, slug="moor")
        client = signed_in("usa-staff")
        assert office_sees(client) == []
        assert client.get(f"{OFFICE}{share.pk}/").status_code == 404


class TestSpotCheck:
    def test_it_keeps_several_checks_over_time(self, world: World, signed_in):
        share = shared(world)
        client = signed_in("usa-staff")
        for verdict in ("unclear", "confirmed", "confirmed"):
            response = client.post(f"{OFFICE}{share.pk}/", {"verdict": verdict, "note": "We called."})
            assert response["Location"] == OFFICE
        with within(world.hill):
            checks = list(SpotCheck.objects.order_by("id"))
        assert [(check.verdict, check.note) for check in checks] == [
            ("unclear", "We called."),
            ("confirmed", "We called."),
        ]
        assert {(check.community_id, check.office_id, check.by_id) for check in checks} == {
            (world.hill.pk, world.usa.pk, world["usa-staff"].pk)
        }
        assert client.get(f"{OFFICE}{share.pk}/").content.decode().count("We called.") == 2

    @pytest.mark.parametrize("bad", [{"verdict": ""}, {"verdict": "great"}, {"note": "x" * 1001}], ids=str)
    def test_it_explains_what_is_wrong_and_saves_nothing(self, world: World, signed_in, bad):
        share = shared(world)
        data = {"verdict": "confirmed", "note": "We called."} | bad
        response = signed_in("usa-staff").post(f"{OFFICE}{share.pk}/", data)
        assert response.status_code == 422
        assert list(response.context["form"].errors) == list(bad)
        assert data["note"] in response.content.decode()
        assert count(world.hill, SpotCheck) == 0

    def test_it_lets_guests_read_and_change_nothing(self, world: World, signed_in):
        share = shared(world)
        client = signed_in("oasis-staff")
        page = client.get(f"{OFFICE}{share.pk}/").content.decode()
        assert "The timetable" in page
        assert "Save" not in page
        assert client.post(f"{OFFICE}{share.pk}/", {"verdict": "confirmed"}).status_code == 403
        assert count(world.hill, SpotCheck) == 0

    def test_it_gives_the_office_the_file_that_was_shared(self, world: World, signed_in):
        share = shared(world, file=True)
        response = signed_in("usa-staff").get(f"{OFFICE}{share.pk}/file/")
        assert response.content == b"%PDF-1.7 shared"
        assert response["Content-Disposition"] == 'attachment; filename="report.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert signed_in("uk-staff").get(f"{OFFICE}{share.pk}/file/").status_code == 404
        assert signed_in("usa-staff").get(f"{OFFICE}{shared(world).pk}/file/").status_code == 404

    def test_the_database_lets_no_community_write_what_the_office_thinks(self, world: World):
        share = shared(world)
        check(world, share, "doubted")
        with within(world.hill):
            with pytest.raises(ProgrammingError), transaction.atomic():
                SpotCheck.objects.create(
                    community=world.hill,
                    office=world.usa,
                    shared=share,
                    verdict="confirmed",
                    by=world["hill-leader"],
                )
            assert SpotCheck.objects.update(verdict="confirmed") == 0
            assert SpotCheck.objects.all().delete()[0] == 0
            assert SpotCheck.objects.get().verdict == "doubted"
