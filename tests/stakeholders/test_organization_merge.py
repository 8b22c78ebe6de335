"""The page that merges two, and the one that separates them."""

from typing import Any

import pytest
from django.utils import timezone

from stakeholders.models import Organization, OrganizationMerge
from tests.base import World, within
from tests.stakeholders.base import register
from tests.stakeholders.organizations.base import DAY, dump, everything, meeting, organization


@pytest.fixture
def two(world: World) -> tuple[Organization, Organization]:
    with within(world.hill):
        target = organization(phone="626 555 0142", note="Old words", languages=["en"])
        gone = organization(
            "DOVE STREET SCHOOL", phone="626 555 0143", website="https://dove.example", note="New words",
            languages=["es"], tie="existing", met_on=DAY,
        )  # fmt: skip
        everything(gone, world["hill-leader"])
        meeting(DAY, target, gone)
    return target, gone


def url(two, slug: str = "hill") -> str:
    return register(slug, f"{two[0].pk}/merge/{two[1].pk}/")


def undo_url(merge_id: int, slug: str = "hill") -> str:
    return register(slug, f"merges/{merge_id}/undo/")


def sent(two, **changes: Any) -> dict[str, Any]:
    return {
        "revision": two[0].revision,
        "other_revision": two[1].revision,
        "name": "kept",
        "phone": "gone",
        "note": "Both",
    } | changes


def dumped(world: World) -> dict[str, Any]:
    """Return all rows but recently viewed records, which every page writes."""
    with within(world.hill):
        return {name: rows for name, rows in dump().items() if name != "communities.RecentRecord"}


class TestTheOther:
    def choose(self, two, rest: str = "", slug: str = "hill") -> str:
        return register(slug, f"{two[0].pk}/merge/{rest}")

    def test_it_offers_what_looks_alike_and_why(self, signed_in, two):
        page = signed_in("hill-coordinator").get(self.choose(two)).content.decode()
        assert url(two) in page
        assert "same name" in page

    def test_it_finds_any_other_by_its_name(self, world: World, signed_in, two):
        with within(world.hill):
            radio = organization("Hill Radio", "media")
        client = signed_in("hill-coordinator")
        page = client.get(self.choose(two, "?text=radio")).content.decode()
        assert url((two[0], radio)) in page
        assert url(two) not in page
        assert "No results" in client.get(self.choose(two, "?text=zzz")).content.decode()
        assert client.get(self.choose(two, f"?text={'x' * 101}")).status_code == 422

    def test_it_says_when_nothing_looks_alike(self, world: World, signed_in, two):
        with within(world.hill):
            radio = organization("Hill Radio", "media")
        assert (
            "Nothing looks like it"
            in signed_in("hill-coordinator").get(self.choose((radio,))).content.decode()
        )


class TestTheQuestion:
    def test_it_shows_both_what_moves_and_what_to_choose(self, signed_in, two):
        response = signed_in("hill-coordinator").get(url(two))
        page = response.content.decode()
        assert response.status_code == 200
        assert list(response.context["form"].fields) == [
            "revision",
            "other_revision",
            "name",
            "phone",
            "note",
        ]
        for shown in (
            "DOVE STREET SCHOOL", "626 555 0142", "626 555 0143", "https://dove.example", "Contacts: 2",
            "Events: 1", "(both have 1; counted once)", "Old words\n\nNew words",
        ):  # fmt: skip
            assert shown in page

    def test_it_needs_two_that_are_there(self, world: World, signed_in, two):
        with within(world.dale):
            foreign = organization()
        with within(world.hill):
            binned = organization(deleted_at=timezone.now())
        client = signed_in("hill-coordinator")
        for other in (two[0], foreign, binned):
            assert client.get(url((two[0], other))).status_code == 404
            assert client.post(url((two[0], other)), sent(two)).status_code == 404


WRONG_JOINING = [
    {"name": "neither"},
    {"phone": ""},
    {"note": "x" * 2001},
    {"revision": ""},
    {"other_revision": "x"},
]


class TestJoining:
    def test_it_joins_them_by_the_choices(self, world: World, signed_in, two):
        response = signed_in("hill-coordinator").post(url(two), sent(two), follow=True)
        assert response.redirect_chain == [(register("hill", f"{two[0].pk}/"), 302)]
        with within(world.hill):
            target, merge = Organization.objects.not_deleted().get(), OrganizationMerge.objects.get()
        assert (target.name, target.phone, target.website) == (
            "Dove Street School", "626 555 0143", "https://dove.example",
        )  # fmt: skip
        assert (target.languages, target.tie, target.met_on, target.note) == (
            ["en", "es"],
            "existing",
            DAY,
            "Both",
        )
        assert (merge.target_id, merge.source_id, merge.by) == (
            two[0].pk,
            two[1].pk,
            world["hill-coordinator"],
        )
        assert f'action="{undo_url(merge.pk)}"' in response.content.decode()

    def test_it_explains_what_is_wrong_and_joins_nothing(
        self, world: World, signed_in, two, subtests: pytest.Subtests
    ):
        before = dumped(world)
        for bad in WRONG_JOINING:
            with subtests.test(bad=bad):
                response = signed_in("hill-coordinator").post(url(two), sent(two, **bad))
                assert response.status_code == 422
                assert list(response.context["form"].errors) == list(bad)
                assert dumped(world) == before

    def test_it_shows_them_again_when_one_was_saved_meanwhile(self, world: World, signed_in, two):
        with within(world.hill):
            Organization.objects.filter(pk=two[1].pk).update(phone="626 555 0199")
        response = signed_in("hill-coordinator").post(url(two), sent(two))
        page = response.content.decode()
        assert response.status_code == 409
        assert "Another person changed this" in page
        assert "626 555 0199" in page
        with within(world.hill):
            assert not OrganizationMerge.objects.exists()

    def test_it_leads_from_the_gone_one_to_the_kept_one(self, signed_in, two):
        client = signed_in("hill-coordinator")
        client.post(url(two), sent(two))
        response = client.get(register("hill", f"{two[1].pk}/"), follow=True)
        assert response.redirect_chain == [(register("hill", f"{two[0].pk}/"), 302)]
        assert "“DOVE STREET SCHOOL” was merged into this organization." in response.content.decode()
        assert client.get(register("hill", f"{two[1].pk}/edit/")).status_code == 404


class TestTakingApart:
    @pytest.fixture
    def merge_id(self, world: World, signed_in, two) -> int:
        signed_in("hill-coordinator").post(url(two), sent(two))
        with within(world.hill):
            return OrganizationMerge.objects.get().pk

    def test_it_restores_both(self, signed_in, two, merge_id):
        client = signed_in("hill-coordinator")
        response = client.post(undo_url(merge_id), follow=True)
        assert "DOVE STREET SCHOOL is separate again." in response.content.decode()
        page = client.get(register("hill", f"{two[1].pk}/")).content.decode()
        assert "Ana of DOVE STREET SCHOOL" in page
        assert "was joined with" not in page

    def test_it_lists_later_changes(self, world: World, signed_in, two, merge_id):
        with within(world.hill):
            Organization.objects.filter(pk=two[0].pk).update(phone="626 555 0199")
        response = signed_in("hill-coordinator").post(undo_url(merge_id), follow=True)
        assert "Later changes stay: Phone." in response.content.decode()

    def test_it_says_why_it_cannot(self, world: World, signed_in, merge_id):
        client = signed_in("hill-coordinator")
        client.post(undo_url(merge_id))
        before = dumped(world)
        assert "This was already done." in client.post(undo_url(merge_id), follow=True).content.decode()
        assert dumped(world) == before

    def test_it_returns_only_to_the_page_that_asked(self, signed_in, merge_id):
        client = signed_in("hill-coordinator")
        place = register("hill", "duplicates/")
        assert undo_url(merge_id) in client.get(place).content.decode()
        assert (
            client.post(undo_url(merge_id), {"next": "https://evil.example/"})["Location"]
            != "https://evil.example/"
        )
        assert client.post(undo_url(merge_id), {"next": place})["Location"] == place

    def test_it_changes_nothing_by_a_link(self, signed_in, merge_id):
        assert signed_in("hill-coordinator").get(undo_url(merge_id)).status_code == 405
