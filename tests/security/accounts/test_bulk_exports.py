"""Large exports are announced to coordinators, and those with personal details have a daily limit."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from communities.data_lists import get_all_lists
from communities.models import AuditEntry, BulkExport, Notice, OfficeBulkExport, Role
from communities.notices import get_due_notices
from communities.tasks import remind_all
from tests.base import COMMITTED, World, add_member, sign_in, within
from tests.row_sets import stored_world
from tfc.retention import rules

EVENTS = "/c/hill/exports/events.csv"
CONTACTS = "/c/hill/exports/contacts.csv"


def fetch(client: Client, path: str = EVENTS) -> int:
    response = client.get(path)
    b"".join(response)
    return response.status_code


def test_a_file_leaves_its_trace(world: World, signed_in):
    client = signed_in("hill-member")
    assert fetch(client) == 200
    # A page, a search on it and a 404 are no files.
    assert [fetch(client, f"/c/hill/exports/{rest}") for rest in ("", "events/", "no.csv")] == [200, 200, 404]
    head = client.head(EVENTS)
    assert head.status_code == 200
    b"".join(head)
    with within(world.hill):
        assert [(bulk_export.what, bulk_export.by) for bulk_export in BulkExport.objects.all()] == [
            ("events", world["hill-member"])
        ]


def test_personal_details_have_a_daily_limit(world: World, signed_in, settings):
    settings.EXPORTS_A_DAY = 3
    client = signed_in("hill-coordinator")
    assert [fetch(client, CONTACTS) for _ in range(4)] == [200, 200, 200, 429]
    page = client.get(CONTACTS).content.decode()
    assert "You downloaded 3 files with personal details in the last 24 hours." in page
    # Another coordinator may continue, and this one tomorrow.
    other = add_member(world.hill, "other@hill.example", Role.COORDINATOR)
    assert fetch(sign_in(Client(), other), CONTACTS) == 200
    with within(world.hill):
        BulkExport.objects.update(at=timezone.now() - timedelta(hours=25))
    assert fetch(client, CONTACTS) == 200


@pytest.mark.usefixtures("filled")
def test_files_without_personal_details_have_no_limit_and_use_none_up(world: World, signed_in, settings):
    settings.EXPORTS_A_DAY = 1
    client = signed_in("hill-coordinator")
    paths = [EVENTS, EVENTS, "/c/hill/services/export/csv/", "/c/hill/figures/2026-H1.csv"]
    assert [fetch(client, path) for path in paths] == [200] * 4
    assert fetch(client, CONTACTS) == 200
    assert fetch(client, "/c/hill/exports/team.csv") == 429
    assert fetch(client) == 200
    with within(world.hill):
        assert BulkExport.objects.count() == 6


def test_each_list_of_persons_is_limited():
    """Such lists are recognized by columns for a name, an email address or a telephone number."""
    persons = {
        code
        for code, chosen in get_all_lists().items()
        if any(
            column.tag.startswith(("#contact+name", "#contact+email", "#contact+phone"))
            for column in chosen.fields
        )
    }
    assert persons == {code for code, chosen in get_all_lists().items() if chosen.has_personal_details}
    assert persons >= {"contacts", "team"}


def test_the_research_with_its_notes_is_limited(world: World, signed_in, settings):
    settings.EXPORTS_A_DAY = 1
    client = signed_in("hill-coordinator")
    assert client.get("/c/hill/findings/export/").status_code == 200
    assert [client.post("/c/hill/findings/export/").status_code for _ in range(2)] == [200, 429]
    with within(world.hill):
        assert [export.what for export in BulkExport.objects.all()] == ["research"]


def test_a_coordinator_is_notified_of_their_own_login(world: World, signed_in):
    """Otherwise nobody would notice a stolen login of the only coordinator."""
    fetch(signed_in("hill-coordinator"))
    remind_all(now=(timezone.now() + timedelta(days=1)).astimezone(world.hill.zone).replace(hour=12))
    with within(world.hill):
        [notice] = Notice.objects.filter(kind="records_taken_along")
        assert notice.user == world["hill-coordinator"]


def test_coordinators_are_notified_and_members_are_not(world: World, signed_in):
    fetch(signed_in("hill-member"))
    fetch(signed_in("hill-member"))
    noon = (timezone.now() + timedelta(days=1)).astimezone(world.hill.zone).replace(hour=12)
    remind_all(now=noon)
    with within(world.hill):
        [notice] = Notice.objects.filter(kind="records_taken_along")
        assert notice.user == world["hill-coordinator"]
    page = signed_in("hill-coordinator").get("/c/hill/exports/").content.decode()
    downloads = page[page.index("Downloaded in the last 30 days") :]
    assert downloads.count(str(world["hill-member"])) == 1
    assert f"{world['hill-member']}, 2 times" in downloads
    assert "Taken along" not in signed_in("hill-leader").get("/c/hill/exports/").content.decode()


def test_an_office_is_notified_of_its_own(world: World, signed_in):
    fetch(signed_in("usa-staff"), "/office/usa/exports/communities.csv")
    with within(world.usa):
        assert OfficeBulkExport.objects.count() == 1
        [due] = [
            due_notice
            for due_notice in get_due_notices(world.usa, timezone.now())
            if due_notice.kind.code == "records_taken_along"
        ]
    assert due.concerns(world["usa-staff"], Role.COORDINATOR)
    with within(world.uk):
        assert not OfficeBulkExport.objects.exists()


def test_it_is_kept_for_ninety_days(world: World, signed_in):
    fetch(signed_in("hill-member"))
    fetch(signed_in("hill-member"))
    with within(world.hill):
        first = BulkExport.objects.order_by("pk")[0]
        BulkExport.objects.filter(pk=first.pk).update(at=timezone.now() - timedelta(days=91))
    rule = next(rule for rule in rules() if rule.code == "exports")
    with within(world.hill):
        assert rule.run(world.hill, timezone.now()).gone == 1
        assert BulkExport.objects.count() == 1


@pytest.mark.parametrize(
    ("person", "path", "what"),
    [
        ("hill-member", "/c/hill/figures/2026-H1.csv", "all-figures"),
        ("usa-staff", "/office/usa/figures/2026-H1.csv", "all-figures"),
        ("oasis-staff", "/international/figures/2026-H1.csv", "all-figures"),
    ],
)
@pytest.mark.usefixtures("filled")
def test_files_of_figures_leave_a_trace_too(world: World, signed_in, person: str, path: str, what: str):
    """One row and one audit entry are enough."""
    client = signed_in(person)
    assert fetch(client, path) == 200
    places: dict[str, Any] = {"hill-member": world.hill, "usa-staff": world.usa, "oasis-staff": world.oasis}
    with within(places[person], coordinator=True):
        exports = BulkExport if person == "hill-member" else OfficeBulkExport
        assert [(export.what, export.by) for export in exports.objects.all()] == [(what, world[person])]
        [entry] = AuditEntry.objects.filter(
            table_name__in=("communities_bulkexport", "communities_officebulkexport")
        )
        assert entry.actor_id == world[person].pk


@pytest.mark.parametrize("name", ["9999-H2.csv", "-.csv", "2026-H1.pdf"])
@pytest.mark.usefixtures("filled")
def test_a_file_that_cannot_be_is_not_there_and_counts_for_nobody(world: World, signed_in, name: str):
    assert fetch(signed_in("oasis-staff"), f"/international/figures/{name}") == 404
    with within(world.oasis):
        assert not OfficeBulkExport.objects.exists()


@COMMITTED
def test_many_at_once_are_counted_one_after_the_other(settings):
    settings.EXPORTS_A_DAY = 3
    world = stored_world()
    clients = [sign_in(Client(), world["hill-coordinator"]) for _ in range(8)]
    answers: list[int] = []

    def ask(client: Client) -> None:
        answers.append(fetch(client, CONTACTS))
        connections.close_all()

    threads = [threading.Thread(target=ask, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200] * 3 + [429] * 5
    with within(world.hill):
        assert BulkExport.objects.count() == 3
