"""The loaded demo, stored by the serving login under every policy."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from communities.census import read_census_rows
from communities.formation import board
from communities.models import Community, Office, Pairing, PopulationProfile, Role, User
from demo.load import is_loaded
from demo.sign_ins import PASSWORD, STAFF
from demo.sources import read_rows
from evaluation.figures import compute
from evaluation.models import Answer, Figure, Round, Submission, SubmissionState
from events.models import Event, HistoricalActivity, JointShare
from reports.archive import files
from reports.models import ArchiveRun
from stakeholders.models import Briefing, BriefingShare, Organization
from tests.base import within
from tests.row_sets import load_demo
from tests.security.accounts.base import sign_in_by_page
from tfc.periods import HalfYear

# In one process, which loads the demo once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo"), pytest.mark.thorough]
H1 = HalfYear(2026, 1)


def community(slug: str) -> Community:
    return Community.objects.select_related("office").get(slug=slug)


def printed_accounts(settings) -> str:
    settings.DEMO = True
    output = io.StringIO()
    call_command("demo_accounts", stdout=output)
    return output.getvalue()


def test_it_continues_after_a_stop_and_then_loads_nothing(loaded_demo: str, settings):
    assert "27 of 27" in loaded_demo
    assert is_loaded()
    counts = {office.slug: office.communities.count() for office in Office.objects.all()}
    assert counts == {"usa": 24, "uk": 3, "oasis": 0}
    for community in Community.objects.select_related("office"):
        _check_community(community)
    _check_history()
    _check_pasadena()
    _check_wall()
    _check_formation()
    assert "coordinator@pasadena.example\n" in printed_accounts(settings)
    people = User.objects.count()
    assert "there already" in load_demo("--force")
    assert User.objects.count() == people


def _check_community(community: Community) -> None:
    with within(community):
        assert not Event.objects.held().filter(ends_at__gt=timezone.now()).exists()
        population = {row["place"]: int(row["population"]) for row in read_census_rows("places.csv")}.get(
            community.name, 0
        )
        people = PopulationProfile.objects.filter(dimension="race").values_list("people", flat=True)
        assert sum(people) == population
        for submission in Submission.objects.select_related("round"):
            figures = Figure.objects.filter(half_year=submission.round.half_year)
            handed_in = submission.state in (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)
            assert set(figures.values_list("frozen", flat=True)) == {handed_in}


def _check_history() -> None:
    """The rows equal those of the file, and no figure includes them."""
    with within(Office.objects.get(slug="usa")):
        stored = HistoricalActivity.objects.all()
        assert len(stored) == len(read_rows("recorded_activity_2013.csv"))
        for row in read_rows("recorded_activity_2013.csv"):
            result = stored.get(activity=row["activity"])
            assert (result.place, result.region, result.unit) == (row["place"], row["state"], row["unit"])
            assert (result.quantity, result.at_least) == (int(row["quantity"]), row["at_least"] == "yes")
            assert result.period_start == date.fromisoformat(row["period_start"])
            assert result.period_end == date.fromisoformat(row["period_end"])
            assert result.sectors == row["sectors"].split("|")
        assert not Figure.objects.filter(half_year__lt="2024").exists()
    pasadena = community("pasadena")
    with within(pasadena):
        before = compute([pasadena], H1)
    with within(pasadena.office):
        HistoricalActivity.objects.all().delete()
    with within(pasadena):
        assert compute([pasadena], H1) == before


def _check_pasadena() -> None:
    pasadena = community("pasadena")
    with within(pasadena):
        states = dict(Submission.objects.values_list("round__half_year", "state"))
        assert states["2026-H1"] == SubmissionState.ACCEPTED
        assert "2026-H2" not in states
        assert Round.objects.open().get().half_year == "2026-H2"
        assert Answer.objects.filter(decision="overridden").count() > 5
        figures = Figure.objects.filter(half_year="2026-H1").in_bulk(field_name="id").values()
        by_part = {figure.part: figure for figure in figures}
        assert len(by_part) == 14
        for name in ("meets_consistently", "diverse_participation", "stakeholder_meetings", "sector_breadth",
                      "engagement_events", "leaders_in_development", "professionals_trained"):  # fmt: skip
            assert by_part[name].state == "value", name
    with within(pasadena, coordinator=True):
        archive_run = ArchiveRun.objects.done().get()
        assert (archive_run.kind, archive_run.size) == (
            "make",
            files.get_archive_path(archive_run.file_key).stat().st_size,
        )


def _check_formation() -> None:
    """Each stage of the board, a disagreement, frozen scores, and a mentor."""
    usa = Office.objects.get(slug="usa")
    with within(usa):
        columns = {
            column.stage.value: column.cards for column in board(usa, User.objects.get(email=STAFF["usa"]))
        }
        pairings = Pairing.objects.select_related("newcomer", "mentor").order_by("since")
        pairing, *others = pairings
    numbers = {stage: len(cards) for stage, cards in columns.items()}
    assert numbers == {"proposed": 1, "visited": 1, "scoring": 2, "decided": 5}
    assert [card.candidate.name for card in columns["scoring"] if card.is_apart] == ["Riverside"]
    started = {str(card.candidate.community) for card in columns["decided"] if card.candidate.community}
    assert started == {"Boyle Heights", "Koreatown", "South Los Angeles", "Long Beach"}
    assert (pairing.newcomer.slug, pairing.mentor.slug) == ("boyle-heights", "pasadena")
    assert {str(item.newcomer) for item in (pairing, *others)} == started
    assert len(pairing.joint_keys) == 1
    with within(pairing.mentor):
        joint_shares = JointShare.objects.filter(joint_key=pairing.joint_keys[0])
        assert set(joint_shares.values_list("community__slug", "other__slug", "holds")) >= {
            ("pasadena", "boyle-heights", True),
            ("boyle-heights", "pasadena", True),
        }
        assert [share.community.slug for share in JointShare.objects.waiting_for(pairing.mentor)] == [
            "boyle-heights"
        ]


def _check_wall() -> None:
    assert Organization.objects.count() == Event.objects.count() == 0
    for email, path in (
        ("leader@pasadena.example", "/c/pasadena/organizations/"),
        ("member@santa-monica.example", "/c/santa-monica/organizations/"),
    ):
        client = sign_in_by_page(User.objects.get(email=email), password=PASSWORD)
        assert client.get(path).status_code == 200
        assert client.get("/c/oakland/organizations/").status_code == 404
    assert {membership.role for membership in community("exeter").memberships.all()} == set(Role)


def test_it_gave_no_office_a_briefing_without_its_pdf(loaded_demo: str):
    with within(community("pasadena"), coordinator=True):
        results = {
            briefing.title: (briefing.made_at is not None, briefing.files.count(), briefing.shared)
            for briefing in Briefing.objects.not_deleted().with_shares()
        }
        first = BriefingShare.objects.order_by("shared_on").first()
        assert first is not None
        assert first.briefing.made_at is not None
        assert first.briefing.made_at.date() < first.shared_on
    assert sorted(results.values()) == [(False, 0, 0), (True, 1, 1), (True, 1, 2)]
