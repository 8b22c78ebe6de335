"""Row-level security, attacked through the ORM, raw SQL, threads and half-failed requests."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, connections, transaction
from django.utils import timezone

from communities.models import Community, Office
from evaluation.models import Round
from events.models import Event, EventKind, OrganizationPresence
from stakeholders.models import Contact, Organization, Sector
from tests.base import COMMITTED, World, make_community, within
from tests.row_sets import stored_world
from tfc.tenancy import ScopeError, community_scope, current_scope, office_scope

NOON = datetime(2026, 3, 1, 20, tzinfo=UTC)


def at_once(make: Callable[[], object]) -> None:
    """Create a row and check its deferred constraints now."""
    with transaction.atomic():
        make()
        connection.check_constraints()


def half_do() -> None:
    Organization.objects.create(name="Half done", sector=Sector.MEDIA)
    raise ZeroDivisionError


def add_organization(community: Community, name: str) -> Organization:
    with within(community):
        return Organization.objects.create(name=name, sector=Sector.MEDIA)


def add_event(community: Community) -> Event:
    with within(community):
        return Event.objects.create(
            kind=EventKind.AWARENESS, starts_at=NOON, ends_at=NOON, time_zone=community.time_zone
        )


def names() -> list[str]:
    return list(Organization.objects.order_by("name").values_list("name", flat=True))


class TestTheORM:
    def test_it_shows_nothing_without_a_scope(self, world: World):
        add_organization(world.hill, "Hill Radio")
        assert names() == []

    def test_it_writes_nothing_without_a_scope(self, world: World):
        with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            Organization.objects.create(name="Nobody's", sector=Sector.MEDIA)

    def test_it_shows_and_fills_in_one_community(self, world: World):
        mine = add_organization(world.hill, "Hill Radio")
        add_organization(world.dale, "Dale Radio")
        assert mine.community_id == world.hill.pk
        with within(world.hill):
            assert names() == ["Hill Radio"]
            Organization.objects.bulk_create([Organization(name="Hill TV", sector=Sector.MEDIA)])
            assert names() == ["Hill Radio", "Hill TV"]
        assert names() == []

    def test_it_changes_and_deletes_nothing_of_another_community(self, world: World):
        theirs = add_organization(world.dale, "Dale Radio")
        with within(world.hill):
            assert Organization.objects.filter(pk=theirs.pk).update(name="Mine") == 0
            assert Organization.objects.filter(pk=theirs.pk).delete()[0] == 0
        with within(world.dale):
            assert names() == ["Dale Radio"]

    def test_it_refuses_to_save_over_a_foreign_row(self, world: World):
        theirs = add_organization(world.dale, "Dale Radio")
        with within(world.hill), pytest.raises(IntegrityError), transaction.atomic():
            Organization(pk=theirs.pk, name="Stolen", sector=Sector.MEDIA).save()

    def test_it_refuses_a_row_for_another_community(self, world: World):
        with within(world.hill), pytest.raises(ProgrammingError), transaction.atomic():
            Organization.objects.create(name="Planted", sector=Sector.MEDIA, community=world.dale)

    def test_it_refuses_to_give_a_row_away(self, world: World):
        mine = add_organization(world.hill, "Hill Radio")
        with within(world.hill), pytest.raises(ProgrammingError), transaction.atomic():
            Organization.objects.filter(pk=mine.pk).update(community=world.dale)

    def test_it_refuses_to_point_into_another_community(self, world: World):
        theirs = add_organization(world.dale, "Dale Radio")
        event = add_event(world.hill)
        with within(world.hill):
            for make in (
                lambda: Contact.objects.create(organization_id=theirs.pk, name="Nobody"),
                lambda: OrganizationPresence.objects.create(event=event, organization_id=theirs.pk),
            ):
                with pytest.raises(IntegrityError):
                    at_once(make)


class TestRawSQL:
    @pytest.mark.parametrize(
        "sql",
        [
            "SELECT name FROM stakeholders_organization",
            "SELECT name FROM stakeholders_organization WHERE community_id IS NOT NULL OR true",
            "SELECT name FROM (SELECT * FROM stakeholders_organization UNION ALL TABLE stakeholders_organization) o",
            "WITH o AS (SELECT * FROM stakeholders_organization) SELECT o.name FROM o, communities_community",
            "UPDATE stakeholders_organization SET note = 'x' RETURNING name",
            "DELETE FROM stakeholders_organization RETURNING name",
        ],
    )
    def test_it_finds_only_the_own_rows(self, world: World, sql: str):
        add_organization(world.hill, "Hill Radio")
        add_organization(world.dale, "Dale Radio")
        with within(world.hill), connection.cursor() as cursor:
            cursor.execute(sql)
            assert {name for (name,) in cursor.fetchall()} == {"Hill Radio"}

    @pytest.mark.parametrize(
        "sql",
        [
            "ALTER TABLE stakeholders_organization DISABLE ROW LEVEL SECURITY",
            "DROP POLICY community ON stakeholders_organization",
            "CREATE POLICY mine ON stakeholders_organization USING (true)",
            "TRUNCATE stakeholders_organization",
            "SET ROLE tfc_owner",
            "SET SESSION AUTHORIZATION tfc_owner",
            "ALTER ROLE tfc_app BYPASSRLS",
            "CREATE TABLE loot AS SELECT 1",
            "CREATE FUNCTION leak() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
            "SELECT * FROM pg_authid",
            "COPY stakeholders_organization TO PROGRAM 'cat'",
            "SELECT pg_read_file('/etc/passwd')",
            "SET row_security = off; SELECT * FROM stakeholders_organization",
        ],
    )
    def test_it_refuses_the_serving_login(self, world: World, sql: str):
        add_organization(world.dale, "Dale Radio")
        with (
            within(world.hill),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


class TestScopes:
    def test_it_does_not_nest(self, world: World):
        with within(world.hill), pytest.raises(ScopeError), within(world.dale):
            pass

    def test_it_knows_when_none_is_open(self, world: World):
        with pytest.raises(ScopeError):
            current_scope()

    def test_it_takes_only_numbers(self, world: World):
        with pytest.raises(ValueError, match="invalid literal"), community_scope("1' OR true", 1):  # type: ignore[arg-type]
            pass

    @pytest.mark.parametrize(
        ("place", "zone"),
        [
            ("hill", "America/Los_Angeles"),
            ("moor", "Europe/London"),
            ("usa", "America/Los_Angeles"),
            ("oasis", "UTC"),
        ],
    )
    def test_its_days_are_those_of_the_place(self, world: World, place: str, zone: str):
        """Workers and commands use them too, where no request sets a time zone."""
        with within(getattr(world, place)):
            assert timezone.get_current_timezone_name() == zone
        assert timezone.get_current_timezone_name() == "UTC"

    def test_an_office_has_the_zone_of_most_of_its_communities(self, world: World):
        """With equal numbers, the first by name (`Office.zone`)."""
        names = (
            "America/New_York",
            "America/Chicago",
            "America/Chicago",
            "America/Denver",
            "America/New_York",
        )
        for number, name in enumerate((*names, "America/New_York")):
            make_community(world.usa, f"town-{number}", name)
            office = Office.objects.get(pk=world.usa.pk)
            with within(office):
                assert timezone.get_current_timezone() == office.zone

    def test_it_takes_a_zone_that_is_known_already(self, world: World):
        with office_scope(world.usa.pk, zone=ZoneInfo("Asia/Tokyo")):
            assert timezone.get_current_timezone_name() == "Asia/Tokyo"

    def test_an_office_sees_its_rounds_and_no_record(self, world: World):
        add_organization(world.hill, "Hill Radio")
        add_event(world.hill)
        with within(world.usa):
            Round.objects.create(half_year="2026-H1", due_on="2026-07-31")
            assert Round.objects.count() == 1
            assert (Organization.objects.count(), Event.objects.count()) == (0, 0)
        with within(world.uk):
            assert Round.objects.count() == 0

    def test_a_community_reads_its_offices_rounds_and_changes_none(self, world: World):
        with within(world.usa):
            Round.objects.create(half_year="2026-H1", due_on="2026-07-31")
        with within(world.hill):
            assert Round.objects.count() == 1
            assert Round.objects.update(half_year="2027-H1") == 0
            with pytest.raises(ProgrammingError), transaction.atomic():
                Round.objects.create(half_year="2026-H2", due_on="2026-12-31")
        with within(world.moor):
            assert Round.objects.count() == 0


@COMMITTED
class TestCommitted:
    def test_it_leaves_the_connection_clean(self):
        world = stored_world()
        with pytest.raises(ZeroDivisionError), within(world.hill):
            half_do()
        with connection.cursor() as cursor:
            cursor.execute("SELECT tfc_community(), tfc_office(), tfc_home_office()")
            assert cursor.fetchone() == (None, None, None)
        with within(world.hill):
            assert names() == []

    def test_it_refuses_to_open_inside_another_transaction(self):
        world = stored_world()
        with pytest.raises(RuntimeError), transaction.atomic(), office_scope(world.usa.pk):
            pass

    def test_hooks_after_commit_run_out_of_scope(self):
        world = stored_world()
        visited: list[int] = []
        with within(world.hill):
            Organization.objects.create(name="Hill Radio", sector=Sector.MEDIA)
            transaction.on_commit(lambda: visited.append(Organization.objects.count()))
        assert visited == [0]

    def test_threads_see_their_own_community(self):
        world = stored_world()
        add_organization(world.hill, "Hill Radio")
        add_organization(world.dale, "Dale Radio")
        visited: dict[str, set[str]] = {"hill": set(), "dale": set()}

        def look(community: Community) -> None:
            for _ in range(20):
                with within(community):
                    visited[community.slug].update(names())
            connections.close_all()

        threads = [
            threading.Thread(target=look, args=(community,)) for community in (world.hill, world.dale) * 3
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert visited == {"hill": {"Hill Radio"}, "dale": {"Dale Radio"}}

    def test_the_figures_login_reads_all_records_and_changes_none(self):
        world = stored_world()
        add_organization(world.hill, "Hill Radio")
        add_organization(world.dale, "Dale Radio")
        everything = Organization.objects.using("figures")
        assert everything.count() == 2
        for change in (lambda: everything.update(name="x"), lambda: everything.all().delete()):
            with pytest.raises(ProgrammingError), transaction.atomic(using="figures"):
                change()
