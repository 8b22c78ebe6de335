"""A sample community: filled by actions, only its owner's, in no figure of any office, and deleted completely."""

import re
from difflib import unified_diff
from pathlib import Path

import pytest
from django.apps import apps
from django.core import mail
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client

from communities.models import Community
from demo.sample_actions import clear_samples, get_sample, make_sample
from demo.sample_deletion import EXCLUDED_MODELS, is_office_model
from evaluation.models import Figure
from events.models import Event, EventStatus
from library.models import Material
from reports.archive.tables import has_community, label
from stakeholders.models import Finding, Organization
from tests.base import COMMITTED, World, make_world, sign_in, within
from tests.page_text import remove_changing
from tfc.own_apps import OWN_APPS
from tfc.sharing import SharedModel
from tfc.tenancy import APP

ROOT = Path(__file__).resolve().parents[2]
# Kept after the deletion too: audit log and sessions.
STAYS = {
    "communities_auditentry",
    "communities_auditdetails",
    "communities_auditday",
    "django_session",
    "usersessions_usersession",
}
# Visible to offices and the international office.
SUMS = {
    "usa-staff": ("/office/usa/", "/office/usa/communities/", "/office/usa/figures/"),
    "oasis-staff": ("/international/", "/international/map/"),
}
TOKEN = re.compile(r'value="\w{64}"')


def counted() -> dict[str, int]:
    results = {}
    with connections["owner"].cursor() as cursor:
        for table in sorted({model._meta.db_table for model in apps.get_models()} - STAYS):
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
            results[table] = cursor.fetchone()[0]
    return results


def sums(world: World) -> dict[str, str]:
    return {
        path: TOKEN.sub("", remove_changing(sign_in(Client(), world[person]).get(path).content.decode()))
        for person, paths in SUMS.items()
        for path in paths
    }


def _changed_lines(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [
        line
        for path, page in after.items()
        for line in unified_diff(before[path].splitlines(), page.splitlines(), path, path, n=0)
    ]


def shared_by(world: World) -> int:
    with within(world.hill):
        material = Material.objects.create(
            title="For all", summary="x", kind="campaign", language="en", created_by=world["hill-leader"]
        )
        Material.objects.filter(pk=material.pk).update(audience="everyone")
    return material.pk


def try_it(client: Client, town: Community) -> None:
    """Use the sample as its owner does."""
    assert client.get(f"/c/{town.slug}/").content.decode().count("Remove the sample") == 1
    pages = (
        "events/",
        "findings/",
        "focus/",
        "organizations/",
        "strategies/",
        "services/",
        "survey/",
        "data-quality/",
        "team/",
    )
    assert {path: client.get(f"/c/{town.slug}/{path}").status_code for path in pages} == dict.fromkeys(
        pages, 200
    )
    invited = client.post(f"/c/{town.slug}/team/invite/", {"email": "somebody@example.org", "role": "1"})
    assert "You cannot invite people to a sample town." in invited.content.decode()
    assert client.post(f"/c/{town.slug}/discussions/", {"text": "x"}).status_code == 403
    assert mail.outbox == []


def stay_out(world: World, town: Community) -> None:
    """Try the public, office and neighbors' pages."""
    for person in ("hill-leader", "dale-coordinator"):
        assert sign_in(Client(), world[person]).get(f"/c/{town.slug}/").status_code == 404
    for person in ("usa-staff", "oasis-staff"):
        assert sign_in(Client(), world[person]).get(f"/office/{town.slug}/").status_code == 404
    assert Client().get(f"/p/{town.slug}/").status_code == 404


def see_and_show_nothing_of_others(town: Community, shared: int) -> None:
    """Check isolation in the database itself."""
    with within(town, coordinator=True):
        assert not Material.objects.filter(pk=shared).exists()
        own = Material.objects.create(title="x", summary="x", kind="campaign", language="en")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Material.objects.filter(pk=own.pk).update(audience="everyone")


@COMMITTED
class TestOne:
    def test_it_is_seen_by_one_person_counted_nowhere_and_taken_away_whole(self):
        world = make_world()
        owner = world["hill-coordinator"]
        shared = shared_by(world)
        read, rows = sums(world), counted()
        client = sign_in(Client(), owner)
        assert client.post("/help/sample/").status_code == 302
        town = get_sample(owner)
        assert town is not None
        assert make_sample(by=owner, time_zone="UTC") == town
        with within(town, coordinator=True):
            result = (Event.objects.count(), Organization.objects.count(), Finding.objects.count())
            assert result == (12, 10, 3)
            assert Event.objects.filter(status=EventStatus.HELD).count() == 8
            research = Figure.objects.of_part("research_done").latest("half_year")
            assert (research.numerator, research.denominator) == (3, 5)
        try_it(client, town)
        stay_out(world, town)
        see_and_show_nothing_of_others(town, shared)
        assert _changed_lines(read, sums(world)) == []
        assert client.post("/help/sample/remove/").status_code == 302
        assert client.get(f"/c/{town.slug}/").status_code == 404
        assert clear_samples() == 1
        assert {name: (rows[name], now) for name, now in counted().items() if rows[name] != now} == {}


# Each office in its own scope, or named: nothing is summed over them.
ONE_BY_ONE = {
    "communities/account_data.py",
    "communities/actions/closing.py",
    "communities/actions/retention.py",
    "reports/management/commands/build_report.py",
    "dashboards/office_since.py",
    "dashboards/figures/sending.py",
    "dashboards/views/stop_sent.py",
    "events/management/commands/load_historical.py",
    "support/tasks.py",
}


def test_sums_over_offices_use_the_real_ones():
    """`Office.objects.of_countries()` or `.real()`; other lists would include samples."""
    loose = re.compile(r"is_international=False|Office\.objects\.(all|filter|exclude|order_by|using)\(")
    results = set()
    for app in OWN_APPS:
        for path in (ROOT / app).rglob("*.py"):
            name = str(path.relative_to(ROOT))
            skipped = (
                "/migrations/" in name
                or name.startswith("demo/")
                or name == "communities/models/communities.py"
            )
            if not skipped and loose.search(path.read_text()):
                results.add(name)
    assert results == ONE_BY_ONE


@pytest.mark.django_db
def test_every_table_with_an_audience_is_kept_out_of_samples():
    """If this fails: a new table needs `tfc.sharing.IsolateAudience` in its migration."""
    shared = {model._meta.db_table for model in apps.get_models() if issubclass(model, SharedModel)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT polrelid::regclass::text FROM pg_policy WHERE polname = 'not_in_samples' AND "
            "NOT polpermissive"
        )
        assert {table for (table,) in cursor.fetchall()} == shared


@pytest.mark.django_db
def test_it_knows_what_the_serving_login_may_not_delete():
    """A missing table would stop the deletion, and a table that is not needed would be forgotten."""
    tables = {
        model._meta.db_table: label(model)
        for model in apps.get_models()
        if has_community(model) or is_office_model(model)
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND "
            "relname = ANY (%s) AND NOT "
            "has_table_privilege(%s, oid, 'DELETE')",
            [list(tables), APP],
        )
        assert {tables[name] for (name,) in cursor.fetchall()} == EXCLUDED_MODELS
