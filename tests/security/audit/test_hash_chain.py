"""An altered byte, a missing row or an added one breaks the seal of its day."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections
from django.utils import timezone

from communities.audit import forgetting, hash_chain
from communities.audit.forgetting import KEPT, forget_deleted, forget_details
from communities.audit.hash_chain import AFTER, find_faults, get_last_hashed_day, hash_entries, seal_days
from communities.management.commands import verify_audit
from communities.models import AuditDay, AuditDetails, AuditEntry, Office, Verb
from communities.tasks import seal_audit
from tests.base import COMMITTED, LOGINS
from tests.row_sets import committed
from tfc.auditing import DAY_LOCK, FIRST_DAY

pytestmark = pytest.mark.django_db(databases=LOGINS)


def get_today() -> dt.date:
    """Return the day of what was just recorded: a run of the suite may go on over midnight."""
    return dt.datetime.now(dt.UTC).date()


def get_tomorrow() -> dt.datetime:
    return dt.datetime.combine(get_today(), dt.time(), dt.UTC) + dt.timedelta(days=1) + AFTER


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> int:
    """Add and rename an office in one login's transaction, which may also seal."""
    for module in (hash_chain, forgetting):
        monkeypatch.setattr(module, "SEALER", "owner")
    office = Office.objects.using("owner").create(name="Oasis USA", slug="usa", country="US")
    Office.objects.using("owner").filter(pk=office.pk).update(name="Oasis in the USA")
    return office.pk


def verify(*options: str) -> str:
    output = io.StringIO()
    call_command("verify_audit", *options, stdout=output)
    return output.getvalue()


def tamper(statement: str) -> None:
    with connections["owner"].cursor() as cursor:
        for table in ("communities_auditentry", "communities_auditdetails", "communities_auditday"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        for table in ("communities_auditentry", "communities_auditdetails", "communities_auditday"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_it_seals_each_day_once_and_finds_it_whole(recorded: int):
    assert seal_days(now=get_tomorrow()) == 1
    assert seal_days(now=get_tomorrow()) == 0
    assert list(find_faults()) == []
    assert get_last_hashed_day() == get_today()
    assert get_today().isoformat() in verify()


def test_it_seals_days_on_which_nothing_was_done_and_chains_them(recorded: int):
    assert seal_days(now=get_tomorrow() + dt.timedelta(days=3)) == 4
    first, *rest = AuditDay.objects.using("owner").order_by("day")
    assert first.entries > 0
    assert [seal.entries for seal in rest] == [0, 0, 0]
    assert [seal.previous for seal in rest] == [first.digest, *(seal.digest for seal in rest[:-1])]
    assert list(find_faults()) == []


def test_it_seals_no_day_before_it_is_over_and_a_little_longer(recorded: int):
    assert seal_days(now=get_tomorrow() - dt.timedelta(seconds=1)) == 0
    assert seal_audit() == 0


def test_it_waits_for_open_transactions_of_that_day(recorded: int):
    number = (get_today() - dt.date.fromisoformat(FIRST_DAY)).days
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s, %s)", [DAY_LOCK, number])
        assert seal_days(now=get_tomorrow()) == 0
        cursor.execute("SELECT pg_advisory_unlock_shared(%s, %s)", [DAY_LOCK, number])
    assert seal_days(now=get_tomorrow()) == 1


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (
            "UPDATE communities_auditentry SET acts_as = acts_as || 'x' "
            " WHERE id = (SELECT max(id) FROM {entry})",
            "entries",
        ),
        (
            "UPDATE communities_auditentry SET at = at + interval '1 microsecond' WHERE verb = 'changed'",
            "entries",
        ),
        ("UPDATE communities_auditentry SET digest = sha256('x') WHERE verb = 'changed'", "entries"),
        ("DELETE FROM communities_auditentry WHERE id = (SELECT max(id) FROM {entry})", "count"),
        (
            "INSERT INTO communities_auditentry (at, acts_as, table_name, record_id, subject_id, verb, transaction_id)"
            " SELECT at, '', 'events_event', 1, 1, 'added', 1 FROM {entry} LIMIT 1",
            "count",
        ),
        ("UPDATE communities_auditday SET digest = repeat('0', 64)", "entries"),
        ("UPDATE communities_auditday SET entries = entries + 1", "count"),
        ("UPDATE communities_auditday SET previous = repeat('0', 64)", "chain"),
        (
            'UPDATE communities_auditdetails SET details = \'{{"name": ["Hill School", "Hill Higg"]}}\'',
            "details",
        ),
        ("DELETE FROM communities_auditdetails", "lost-details"),
    ],
)
def test_it_finds_one_altered_byte_and_a_missing_or_added_row(recorded: int, statement: str, code: str):
    seal_days(now=get_tomorrow())
    tamper(statement.format(entry="communities_auditentry"))
    assert code in {fault.code for fault in find_faults()}
    with pytest.raises(CommandError):
        verify()


@pytest.mark.parametrize("alias", ["default", "figures"])
def test_a_login_without_all_entries_is_pointed_to_the_right_one(
    recorded: int, alias: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(verify_audit, "CHECKER", alias)
    monkeypatch.setattr(hash_chain, "CHECKER", alias)
    with pytest.raises(CommandError, match="sudo tfc-manage --owner verify_audit"):
        verify()


def test_it_says_what_can_be_checked_before_a_day_is_sealed(recorded: int):
    assert verify().startswith("No day is sealed yet: a day is sealed an hour after its end.")


def test_seals_that_this_account_may_not_read_come_through_the_input(
    recorded: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with pytest.raises(CommandError, match=r"cannot be read .* --seals - <FILE"):
        verify("--seals", str(tmp_path / "seals.txt"))
    seal_days(now=get_tomorrow())
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{get_today()} 1 {'a' * 64}\n"))
    with pytest.raises(CommandError, match="Faults: 1"):
        verify("--seals", "-")


def test_it_finds_a_resealed_day_by_the_external_copy(recorded: int, tmp_path: Path):
    output = io.StringIO()
    seal_days(now=get_tomorrow())
    call_command("audit_digests", stdout=output)
    seals = tmp_path / "seals.txt"
    seals.write_text(output.getvalue())
    assert "whole" not in verify("--seals", str(seals))
    tamper("UPDATE communities_auditentry SET acts_as = 'x' WHERE verb = 'changed'")
    tamper("DELETE FROM communities_auditday")
    seal_days(now=get_tomorrow())
    assert list(find_faults()) == []
    with pytest.raises(CommandError):
        verify("--seals", str(seals))


def test_it_forgets_details_and_still_verifies(recorded: int):
    assert forget_details("communities_office", [recorded]) == 1
    assert forget_details("communities_office", [recorded]) == 0
    assert not AuditDetails.objects.using("owner").filter(record_id=recorded).exists()
    gone = AuditEntry.objects.using("owner").filter(verb=Verb.FORGOTTEN)
    assert [(entry.table_name, entry.record_id) for entry in gone] == [("communities_office", recorded)]
    assert seal_days(now=get_tomorrow()) == 1
    assert list(find_faults()) == []


def test_it_forgets_by_itself_what_the_round_deleted_and_what_is_gone_for_long(recorded: int):
    def left() -> set[str]:
        result = AuditDetails.objects.using("owner").filter(
            table_name="communities_office", record_id=recorded
        )
        return set(result.values_list("entry__verb", flat=True))

    now = timezone.now()
    Office.objects.using("owner").filter(pk=recorded).delete()
    assert forget_deleted(now=now) == 0
    assert left() == {"changed", "deleted"}
    assert forget_deleted(now=now + KEPT + dt.timedelta(minutes=1)) == 2
    other = Office.objects.using("owner").create(name="Oasis UK", slug="uk", country="GB")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('tfc.acts_as', 'retention', true)")
        Office.objects.using("owner").filter(pk=other.pk).update(name="")
    assert forget_deleted(now=now) == 1
    assert list(find_faults()) == []


def _record() -> int:
    office = Office.objects.create(name="Oasis USA", slug="usa", country="US")
    Office.objects.update(name="Oasis in the USA")
    return office.pk


@COMMITTED
def test_the_workers_login_that_serves_nobody_seals_and_forgets_and_reads_no_details():
    with committed(_record) as number:
        assert forget_details("communities_office", [number]) == 1
        assert seal_days(now=get_tomorrow()) == 1
        assert list(find_faults()) == []
        with (
            connections["figures"].cursor() as cursor,
            pytest.raises(DatabaseError, match="permission denied"),
        ):
            cursor.execute("SELECT details FROM communities_auditdetails")
        connections["figures"].close()


def test_a_seal_says_another_thing_of_another_order_or_day():
    rows = [(1, "a"), (2, "b")]
    day = timezone.now().date()
    _number, seal = hash_entries(day, "", rows)
    others = [
        (day, "", rows[::-1]),
        (day, "x", rows),
        (day - dt.timedelta(days=1), "", rows),
        (day, "", rows[:1]),
    ]
    assert seal not in {hash_entries(*other)[1] for other in others}
