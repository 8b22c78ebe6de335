"""The pages of materials: list, details, add, edit, share, trash, in a community and an office."""

from typing import Any

import pytest

from library.models import Material, SharingStep
from library.views import lookups
from tests.base import World, within
from tests.library.base import how_many, library, make_material, material_data, office_library, stored
from tfc.sharing import Audience

HILL, USA = library("hill"), office_library("usa")
OFFICE, EVERYONE = Audience.OFFICE, Audience.EVERYONE


def titles(response) -> list[str]:
    assert response.status_code == 200
    return sorted(item.title for item in response.context["items"])


@pytest.fixture
def four(world: World) -> dict[str, Material]:
    """Of Hill with each audience, and one of the office for its communities."""
    by = world["hill-leader"]
    return {
        "own": make_material(world.hill, by, "own"),
        "office": make_material(world.hill, by, "office", audience=OFFICE),
        "everyone": make_material(world.hill, by, "everyone", audience=EVERYONE),
        "by usa": make_material(world.usa, world["usa-staff"], "by usa", audience=OFFICE),
    }


class TestWhoReads:
    @pytest.mark.parametrize(
        ("person", "url", "titles_shown"),
        [
            ("hill-member", HILL, ["by usa", "everyone", "office", "own"]),
            ("dale-member", library("dale"), ["by usa", "everyone", "office"]),
            ("usa-staff", USA, ["by usa", "everyone", "office"]),
            ("moor-coordinator", library("moor"), ["everyone"]),
            ("uk-staff", office_library("uk"), ["everyone"]),
            ("oasis-staff", office_library("oasis"), ["everyone"]),
        ],
    )
    def test_it_shows_what_its_owner_shows(
        self, four, signed_in, person: str, url: str, titles_shown: list[str]
    ):
        client = signed_in(person)
        assert titles(client.get(url)) == titles_shown
        for title, material in four.items():
            status_code = client.get(f"{url}materials/{material.pk}/").status_code
            assert status_code == (200 if title in titles_shown else 404)

    def test_it_keeps_drafts_of_an_office_from_its_communities(self, world: World, signed_in):
        draft = make_material(world.usa, world["usa-staff"], "draft")
        assert titles(signed_in("hill-coordinator").get(HILL)) == []
        assert signed_in("hill-coordinator").get(f"{HILL}materials/{draft.pk}/").status_code == 404
        assert titles(signed_in("usa-staff").get(USA)) == ["draft"]

    def test_it_names_the_community_and_no_person(self, world: World, four, signed_in):
        page = (
            signed_in("dale-member").get(f"{library('dale')}materials/{four['office'].pk}/").content.decode()
        )
        assert "Hill" in page
        assert "hill-leader" not in page

    def test_it_offers_only_leaders_to_add(self, signed_in):
        for person, may in (("hill-member", False), ("hill-leader", True)):
            assert (HILL + "materials/new/" in signed_in(person).get(HILL).content.decode()) == may


WRONG_FILTERS = ["kind=x", "language=xx", "sector=x", "text=" + "x" * 101, "text=%00"]


class TestFilters:
    def test_it_filters(self, world: World, signed_in):
        by = world["hill-leader"]
        make_material(world.hill, by, "A", kind="curriculum", language="zh", sectors=["schools"])
        make_material(world.hill, by, "B", age_group="youth", licence="cc0", sectors=["media", "schools"])
        make_material(world.hill, by, "C", language="es")
        client = signed_in("hill-member")
        for query, titles_shown in (
            ("kind=curriculum", ["A"]),
            ("language=es", ["C"]),
            ("sector=schools", ["A", "B"]),
            ("age_group=youth", ["B"]),
            ("licence=cc0", ["B"]),
            ("sector=schools&kind=campaign", ["B"]),
            ("text=posters&language=zh", ["A"]),
        ):
            assert titles(client.get(f"{HILL}?{query}")) == titles_shown, query

    def test_it_folds_all_but_the_search_until_one_is_set(self, world: World, signed_in):
        client = signed_in("hill-member")
        assert "tf-filters" not in client.get(HILL).content.decode()
        make_material(world.hill, world["hill-leader"], "A")
        folded = '<details class="tf-details tf-filters__more">'
        shut = [
            folded in client.get(HILL + query).content.decode()
            for query in ("", "?text=a", "?language=es", "?kind=x")
        ]
        assert shut == [True, True, False, False]

    def test_it_explains_what_it_cannot_filter_by(self, signed_in, subtests):
        for query in WRONG_FILTERS:
            with subtests.test(query=query):
                response = signed_in("hill-member").get(f"{HILL}?{query}")
                assert response.status_code == 422
                assert response.context["form"].errors

    @pytest.mark.parametrize("mark", ["0", "99", "x", "9" * 40])
    def test_it_takes_any_mark_of_a_page(self, world: World, signed_in, mark: str):
        make_material(world.hill, world["hill-leader"], "One")
        assert titles(signed_in("hill-member").get(f"{HILL}?after={mark}&before={mark}")) == ["One"]

    @pytest.mark.parametrize("query", ["", "?text=bus+posters"])
    def test_its_pages_hold_together(
        self, world: World, signed_in, monkeypatch: pytest.MonkeyPatch, query: str
    ):
        """The order is that of the list: newest first, or best match first."""
        for number in range(5):
            title = "Bus posters" if number % 2 else "Bus poster"
            make_material(world.hill, world["hill-leader"], f"{title} {number}")
        client = signed_in("hill-member")
        pks = [item.pk for item in client.get(f"{HILL}{query}").context["items"]]
        assert len(pks) == 5
        monkeypatch.setattr(lookups, "PAGE_SIZE", 2)
        url, found_pks, back = f"{HILL}{query}", [], ""
        while url:
            response = client.get(url)
            found_pks += [item.pk for item in response.context["items"]]
            url, back = response.context["next_url"], response.context["previous_url"]
        assert found_pks == pks
        assert [item.pk for item in client.get(back).context["items"]] == pks[2:4]


WRONG_ADD_AND_EDIT: list[dict[str, Any]] = [
    {"title": ""},
    {"title": "x" * 161},
    {"title": "x\0y"},
    {"summary": "x" * 1501},
    {"kind": "x"},
    {"language": "xx"},
    {"sectors": ["x"]},
    {"age_group": ""},
    {"licence": "mine"},
    {"adapted_from": "9" * 30},
    {"client_id": "x"},
]


class TestAddAndEdit:
    @pytest.mark.parametrize(
        ("person", "slug", "url"), [("hill-leader", "hill", HILL), ("usa-staff", "usa", USA)]
    )
    def test_it_adds_one_and_continues_with_its_file(self, world: World, signed_in, person, slug, url):
        client, data = signed_in(person), material_data()
        for _twice in range(2):
            response = client.post(f"{url}materials/new/", data)
        place = getattr(world, slug)
        with within(place):
            [material] = Material.objects.all()
        assert response.headers["Location"] == f"{url}materials/{material.pk}/versions/new/"
        assert (material.sectors, material.audience) == (["media", "schools"], Audience.OWN)
        assert (material.community_id, material.office) == (
            world.hill.pk if slug == "hill" else None,
            world.usa,
        )

    def test_it_proposes_the_language_of_the_page(self, signed_in):
        client = signed_in("hill-leader")
        for language, proposed in (("es", "es"), ("zh-hans", "zh"), ("en", "en")):
            client.cookies["django_language"] = language
            for kind in ("materials", "stories"):
                assert client.get(f"{HILL}{kind}/new/").context["form"]["language"].value() == proposed

    def test_it_explains_what_is_wrong_and_keeps_what_was_typed(
        self, world: World, signed_in, subtests: pytest.Subtests
    ):
        for wrong in WRONG_ADD_AND_EDIT:
            with subtests.test(wrong=wrong):
                response = signed_in("hill-leader").post(HILL + "materials/new/", material_data(**wrong))
                assert response.status_code == 422
                assert list(response.context["form"].errors) == list(wrong)
                assert "Posters in three sizes." in response.content.decode() or "summary" in wrong
                assert how_many(world.hill, Material) == 0

    def test_it_is_adapted_only_from_what_one_may_read(self, world: World, signed_in):
        hidden = make_material(world.moor, world["moor-leader"], audience=OFFICE)
        material = make_material(world.moor, world["moor-leader"], audience=EVERYONE)
        client = signed_in("hill-leader")
        refused = client.post(HILL + "materials/new/", material_data(adapted_from=hidden.pk))
        assert list(refused.context["form"].errors) == ["adapted_from"]
        client.post(HILL + "materials/new/", material_data(adapted_from=material.pk))
        with within(world.hill):
            [made] = Material.objects.filter(adapted_from=material.pk)
        page = f"{HILL}materials/{made.pk}/"
        assert f"{HILL}materials/{material.pk}/" in client.get(page).content.decode()
        # The owner may withdraw it: our copy remains and can be edited.
        signed_in("moor-coordinator").post(
            f"{library('moor')}materials/{material.pk}/share/", {"audience": "own"}
        )
        client = signed_in("hill-leader")
        assert f"materials/{material.pk}/" not in client.get(page).content.decode()
        assert client.post(page + "edit/", material_data(title="New", revision=1)).status_code == 302

    def test_it_edits_what_was_read(self, world: World, signed_in):
        material = make_material(world.hill, world["hill-leader"])
        client, url = signed_in("hill-leader"), f"{HILL}materials/{material.pk}/edit/"
        assert "Bus posters" in client.get(url).content.decode()
        first = client.post(url, material_data(title="First", revision=material.revision))
        assert first.headers["Location"] == f"{HILL}materials/{material.pk}/"
        late_answer = client.post(url, material_data(title="Second", revision=material.revision))
        assert late_answer.status_code == 409
        assert "Second" in late_answer.content.decode()
        assert stored(world.hill, material).title == "First"
        # Searching finds the new words.
        assert titles(client.get(HILL + "?text=first")) == ["First"]
        again = client.post(
            url, material_data(title="Second", revision=late_answer.context["form"].data["revision"])
        )
        assert again.status_code == 302

    @pytest.mark.parametrize("deed", ["edit", "share", "delete", "restore", "versions/new"])
    def test_it_lets_only_the_owner_change_it(self, world: World, signed_in, deed: str):
        material = make_material(world.hill, world["hill-leader"], audience=EVERYONE)
        for person, url in (
            ("dale-coordinator", library("dale")),
            ("usa-staff", USA),
            ("moor-coordinator", library("moor")),
            ("hill-member", HILL),
        ):
            data = material_data(revision=1, audience="own")
            response = signed_in(person).post(f"{url}materials/{material.pk}/{deed}/", data)
            assert response.status_code == 403, person
        unchanged = stored(world.hill, material)
        assert (unchanged.title, unchanged.audience, unchanged.deleted_at) == ("Bus posters", EVERYONE, None)

    def test_it_lets_international_staff_read_only(self, world: World, signed_in):
        material = make_material(world.usa, world["usa-staff"])
        client = signed_in("oasis-staff")
        assert client.get(f"{USA}materials/{material.pk}/").status_code == 200
        assert client.post(f"{USA}materials/{material.pk}/delete/").status_code == 403
        assert "materials/new/" not in client.get(USA).content.decode()


class TestSharing:
    def test_a_coordinator_shows_it_and_takes_it_back(self, world: World, signed_in):
        material = make_material(world.hill, world["hill-leader"])
        url = f"{HILL}materials/{material.pk}/share/"
        assert signed_in("hill-leader").post(url, {"audience": "everyone"}).status_code == 403
        for audience in ("everyone", "office", "office", "own"):
            assert signed_in("hill-coordinator").post(url, {"audience": audience}).status_code == 302
            assert stored(world.hill, material).audience == audience
        with within(world.hill):
            steps = SharingStep.objects.order_by("id").values_list("was", "became", "by__name")
            assert list(steps) == [
                ("own", "everyone", "hill-coordinator"),
                ("everyone", "office", "hill-coordinator"),
                ("office", "own", "hill-coordinator"),
            ]

    def test_it_says_whose_name_is_shown(self, world: World, signed_in):
        for person, owner, url in (("hill-coordinator", world.hill, HILL), ("usa-staff", world.usa, USA)):
            material = make_material(owner, world[person])
            page = signed_in(person).get(f"{url}materials/{material.pk}/share/").content.decode()
            assert f"Readers see the name {owner.name}," in page

    def test_the_international_office_has_no_communities_to_share_with(self, world: World, signed_in):
        material = make_material(world.oasis, world["oasis-staff"])
        url = f"{office_library('oasis')}materials/{material.pk}/share/"
        client = signed_in("oasis-staff")
        assert client.post(url, {"audience": "office"}).status_code == 422
        assert client.post(url, {"audience": "everyone"}).status_code == 302

    @pytest.mark.parametrize("audience", ["", "all", "x\0"])
    def test_it_explains_an_audience_that_is_none(self, world: World, signed_in, audience: str):
        material = make_material(world.hill, world["hill-leader"])
        url = f"{HILL}materials/{material.pk}/share/"
        assert signed_in("hill-coordinator").post(url, {"audience": audience}).status_code == 422
        assert stored(world.hill, material).audience == Audience.OWN


class TestBin:
    def test_it_is_deleted_and_restored(self, world: World, signed_in):
        material = make_material(world.hill, world["hill-leader"], audience=EVERYONE)
        client, url = signed_in("hill-leader"), f"{HILL}materials/{material.pk}/"
        client.post(url + "delete/")
        assert client.get(url).status_code == 404
        assert titles(client.get(HILL)) == []
        assert "Bus posters" in client.get(HILL + "trash/").content.decode()
        assert (
            signed_in("dale-coordinator").get(f"{library('dale')}materials/{material.pk}/").status_code == 404
        )
        assert (
            signed_in("dale-coordinator")
            .post(f"{library('dale')}materials/{material.pk}/restore/")
            .status_code
            == 404
        )
        assert "Bus posters" not in signed_in("dale-leader").get(library("dale", "trash/")).content.decode()
        assert signed_in("hill-member").post(url + "restore/").status_code == 403
        signed_in("hill-leader").post(url + "restore/")
        assert titles(signed_in("hill-leader").get(HILL)) == ["Bus posters"]

    @pytest.mark.parametrize("audience", [Audience.OFFICE, EVERYONE])
    def test_it_is_restored_for_its_own_place_alone(self, world: World, signed_in, audience: str):
        """A leader may restore it; a coordinator decides whether others may read it."""
        material = make_material(world.hill, world["hill-leader"], audience=audience)
        url, there = f"{HILL}materials/{material.pk}/", f"{library('dale')}materials/{material.pk}/"
        assert signed_in("dale-member").get(there).status_code == 200
        leader = signed_in("hill-leader")
        leader.post(url + "delete/")
        assert (
            "for your team only. Share it again"
            in leader.post(url + "restore/", follow=True).content.decode()
        )
        assert signed_in("dale-member").get(there).status_code == 404
        assert stored(world.hill, material).audience == Audience.OWN
