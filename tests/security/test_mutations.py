"""Small faults of the database, each of which a named test notices."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any

import psycopg2
import pytest

from stakeholders.models import Organization
from tests import test_isolation_catalog, test_tenancy
from tests.base import World
from tests.matrix import test_matrix
from tests.matrix.samples import Samples
from tests.security import test_raw_sql
from tests.security.depth import EVERY
from tests.security.isolation import test_offices
from tests.security.sql_attacks import REFUSED
from tests.stakeholders import test_location_exports
from tests.worker_processes import get_url
from tfc.tenancy_operations import ALONE_IN_COMMUNITY, BY_COORDINATOR, IN_OFFICE

ORGANIZATIONS = "c/<slug:community>/organizations/"
REGISTER, LOCATIONS = "stakeholders_organization", "stakeholders_findinglocation"
SURVEYS = "evaluation_submission"

Check = Callable[[World, Samples], Any]
RED = (AssertionError, pytest.fail.Exception)


def url(route: str, _: World, samples: Samples) -> None:
    test_matrix.hold_each_cell(route, samples, test_matrix.border_persons(route))


@dataclass(frozen=True)
class InDatabase:
    """``red`` sees the fault as the serving login; ``undo`` removes it."""

    name: str
    make: str
    undo: str
    red: Check
    # Whether the test uses the samples; otherwise two empty communities.
    samples: bool = True


def policy(table: str, name: str, change: str) -> str:
    return f"ALTER POLICY {name} ON {table} {change}"


def planted(world: World, _: Samples) -> None:
    attempt = next(attempt for attempt in REFUSED if attempt.name == "a row planted")
    test_raw_sql.test_it_is_refused(world, Organization(pk=0), attempt)


orm, scopes = test_tenancy.TestTheORM(), test_tenancy.TestScopes()
IN_DATABASE = (
    InDatabase(
        "a policy that shows all rows",
        policy(REGISTER, "community", "USING (true)"),
        policy(REGISTER, "community", f"USING ({ALONE_IN_COMMUNITY})"),
        lambda world, _: orm.test_it_shows_and_fills_in_one_community(world),
    ),
    InDatabase(
        "a policy that shows all rows, seen on a page",
        policy(REGISTER, "community", "USING (true)"),
        policy(REGISTER, "community", f"USING ({ALONE_IN_COMMUNITY})"),
        partial(url, ORGANIZATIONS),
    ),
    InDatabase(
        "a policy that takes a row for anybody",
        policy(REGISTER, "community", "WITH CHECK (true)"),
        policy(REGISTER, "community", f"WITH CHECK ({ALONE_IN_COMMUNITY})"),
        planted,
    ),
    InDatabase(
        "a policy that forgets the coordinator",
        policy(LOCATIONS, "coordinators", f"USING ({ALONE_IN_COMMUNITY})"),
        policy(LOCATIONS, "coordinators", f"USING ({ALONE_IN_COMMUNITY} AND {BY_COORDINATOR})"),
        lambda world, _: (
            test_location_exports.test_it_opens_in_a_coordinators_scope_of_its_own_community_alone(world)
        ),
    ),
    InDatabase(
        "a policy for an office that is not meant for it",
        f"CREATE POLICY loose ON {REGISTER} FOR SELECT TO tfc_app USING ((SELECT tfc_office()) IS NOT NULL)",
        f"DROP POLICY loose ON {REGISTER}",
        lambda world, _: scopes.test_an_office_sees_its_rounds_and_no_record(world),
        samples=False,
    ),
    InDatabase(
        "an office's policy on surveys that shows those of all offices",
        policy(SURVEYS, "office", "USING ((SELECT tfc_office()) IS NOT NULL)"),
        policy(SURVEYS, "office", f"USING ({IN_OFFICE})"),
        test_offices.test_an_office_finds_nothing_of_another_one,
    ),
    InDatabase(
        "a policy that names no tenant",
        f"CREATE POLICY loose ON {REGISTER} FOR SELECT TO tfc_app USING (id > 0)",
        f"DROP POLICY loose ON {REGISTER}",
        lambda _, __: test_isolation_catalog.test_it_gives_no_policy_without_a_tenant_in_it(),
    ),
    InDatabase(
        "a table whose wall is down",
        f"ALTER TABLE {REGISTER} DISABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {REGISTER} ENABLE ROW LEVEL SECURITY",
        lambda _, __: test_isolation_catalog.test_it_isolates_every_table_that_is_not_on_the_short_list(),
    ),
    InDatabase(
        "a table that its owner reads past the wall",
        f"ALTER TABLE {REGISTER} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {REGISTER} FORCE ROW LEVEL SECURITY",
        lambda _, __: test_isolation_catalog.test_it_isolates_every_table_that_is_not_on_the_short_list(),
    ),
    InDatabase(
        "a new table without a wall",
        "CREATE TABLE loose (id int)",
        "DROP TABLE loose",
        lambda _, __: test_isolation_catalog.test_it_isolates_every_table_that_is_not_on_the_short_list(),
    ),
    InDatabase(
        "a right to truncate",
        f"GRANT TRUNCATE ON {REGISTER} TO tfc_app",
        f"REVOKE TRUNCATE ON {REGISTER} FROM tfc_app",
        lambda _, __: test_isolation_catalog.test_the_serving_login_owns_nothing_and_cannot_truncate(),
    ),
    InDatabase(
        "a function that runs as its owner",
        "CREATE FUNCTION loose() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "DROP FUNCTION loose()",
        lambda _, __: test_isolation_catalog.test_it_has_no_view_and_no_function_that_escapes(),
    ),
    InDatabase(
        "a view that reads as its owner",
        f"CREATE VIEW loose AS TABLE {REGISTER}",
        "DROP VIEW loose",
        lambda _, __: test_isolation_catalog.test_it_has_no_view_and_no_function_that_escapes(),
    ),
)


@pytest.fixture
def broken(request: pytest.FixtureRequest, django_db_setup: None) -> Iterator[InDatabase]:
    """Make the fault as the owner before the test's transaction and undo it afterwards."""
    fault: InDatabase = request.param
    with closing(psycopg2.connect(get_url("owner"))) as owner, owner.cursor() as cursor:
        owner.autocommit = True
        cursor.execute(fault.make)
        try:
            yield fault
        finally:
            cursor.execute(fault.undo)


@pytest.mark.parametrize(
    "broken", IN_DATABASE[:: 1 if EVERY else 4], ids=lambda fault: fault.name, indirect=True
)
def test_a_fault_in_the_database_is_noticed(broken: InDatabase, request: pytest.FixtureRequest):
    world, samples = (
        request.getfixturevalue("sampled")
        if broken.samples
        else (request.getfixturevalue("world"), Samples())
    )
    with pytest.raises(RED):
        broken.red(world, samples)
