import pytest
from django.utils import timezone

from communities.models import Office
from stakeholders.models import OwnVulnerability
from tests.base import World, within

USA = "/office/usa/vulnerabilities/"
TYPED = {"group": "labor", "title_en": "Fees for the trip", "title_es": "Cobro por el viaje", "title_zh": ""}


def add(world: World, **fields) -> OwnVulnerability:
    values = {"group": "labor", "title_en": "Fees for the trip", "added_by": world["usa-staff"]}
    with within(world.usa):
        return OwnVulnerability.objects.create(**values | fields)


def stored(office: Office) -> list[OwnVulnerability]:
    with within(office):
        return list(OwnVulnerability.objects.order_by("id"))


class TestList:
    def test_it_shows_additions_with_their_author_and_removals(self, world: World, signed_in):
        add(world)
        add(world, title_en="Old one", retired_at=timezone.now())
        page = signed_in("usa-staff").get(USA).content.decode()
        assert "Fees for the trip" in page
        assert ", by usa-staff" in page
        assert "Older findings still use them" in page
        assert "No safe place to sleep tonight" in page

    def test_it_shows_guests_the_list_and_no_way_to_change_it(self, world: World, signed_in):
        own = add(world)
        for person, may in (("usa-staff", True), ("oasis-staff", False)):
            page = signed_in(person).get(USA).content.decode()
            assert "Fees for the trip" in page
            assert (f"{USA}{own.pk}/retire/" in page) is may
            assert (f"{USA}new/" in page) is may


WRONG_ADDING = [
    ({"group": ""}, ["group"]),
    ({"group": "x"}, ["group"]),
    ({"title_en": "", "title_es": "  "}, ["title_en"]),
    ({"group": "", "title_en": "", "title_es": ""}, ["group", "title_en"]),
    ({"title_zh": "x" * 121}, ["title_zh"]),
    ({"title_en": "a\0b"}, ["title_en"]),
]


class TestAdding:
    def test_it_adds_what_was_typed_once(self, world: World, signed_in):
        client = signed_in("usa-staff")
        assert client.get(f"{USA}new/").status_code == 200
        assert client.post(f"{USA}new/", TYPED)["Location"] == USA
        again = client.post(f"{USA}new/", TYPED | {"title_en": "FEES for the trip"})
        assert again.status_code == 422
        assert "Enter one that is not listed." in again.content.decode()
        (made,) = stored(world.usa)
        assert (made.group, made.title_en, made.title_es, made.title_zh) == tuple(TYPED.values())
        assert (made.added_by, made.retired_at) == (world["usa-staff"], None)

    def test_it_adds_again_what_was_removed(self, world: World, signed_in):
        add(world, retired_at=timezone.now())
        assert signed_in("usa-staff").post(f"{USA}new/", TYPED).status_code == 302
        assert len(stored(world.usa)) == 2

    @pytest.mark.parametrize("language", ["title_en", "title_es", "title_zh"])
    def test_one_language_is_enough(self, world: World, signed_in, language: str):
        data = dict.fromkeys(TYPED, "") | {"group": "labor", language: "x"}
        assert signed_in("usa-staff").post(f"{USA}new/", data).status_code == 302

    def test_it_explains_what_is_wrong_and_saves_nothing(
        self, world: World, signed_in, subtests: pytest.Subtests
    ):
        for bad, fields in WRONG_ADDING:
            with subtests.test(bad=bad):
                response = signed_in("usa-staff").post(f"{USA}new/", TYPED | bad)
                assert response.status_code == 422
                assert list(response.context["form"].errors) == fields
                assert stored(world.usa) == []


class TestTakingOut:
    def test_it_is_done_at_once_with_a_way_back_and_keeps_the_first_day(self, world: World, signed_in):
        own = add(world)
        client, url = signed_in("usa-staff"), f"{USA}{own.pk}/retire/"
        assert client.get(url).status_code == 405
        page = client.post(url, follow=True).content.decode()
        assert page.count(f'action="{USA}{own.pk}/restore/"') == 2
        first = stored(world.usa)[0].retired_at
        assert first is not None
        assert client.post(url).status_code == 302
        assert stored(world.usa)[0].retired_at == first
        page = client.post(f"{USA}{own.pk}/restore/", follow=True).content.decode()
        assert "Saved." in page
        assert stored(world.usa)[0].retired_at is None

    def test_it_does_not_restore_what_was_added_again(self, world: World, signed_in):
        own = add(world, retired_at=timezone.now())
        add(world, title_en="fees for the Trip")
        page = signed_in("usa-staff").post(f"{USA}{own.pk}/restore/", follow=True).content.decode()
        assert "Enter one that is not listed." in page
        assert sorted(vulnerability.retired_at is None for vulnerability in stored(world.usa)) == [
            False,
            True,
        ]
