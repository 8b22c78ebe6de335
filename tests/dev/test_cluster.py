import pytest

from dev.cluster.browser import get_choices
from dev.cluster.configs import Address, haproxy, pgbouncer, userlist
from dev.cluster.ledger import WriteLog, compare_with_stored, get_longest_silence

DB1, DB2 = Address("127.0.0.31", 5432), Address("127.0.0.32", 5433)


def test_it_never_sends_a_request_twice_that_may_have_arrived():
    lines = haproxy(Address("127.0.0.10", 8000), {"web1": Address("127.0.0.11", 80)}, None).splitlines()
    assert "  retry-on conn-failure" in lines
    assert "  server web1 127.0.0.11:80" in lines
    assert not any("log" in line for line in lines), "a balancer keeps nothing of /p/"
    assert "  option http-buffer-request" in lines, "a slow body waits here, and in no thread of a web server"
    assert "  uid 7" in haproxy(DB1, {}, (7, 8)).splitlines()


def test_it_leads_pgbouncer_to_who_writes_and_to_who_follows():
    text = pgbouncer(Address("127.0.0.30", 6432), DB1, DB2, "/users.txt")
    assert "tfc = host=127.0.0.31 port=5432 dbname=tfc\n" in text
    assert "tfc_standby = host=127.0.0.32 port=5433 dbname=tfc\n" in text
    assert "pool_mode = transaction\n" in text
    assert userlist({"tfc_app": "secret"}) == '"tfc_app" "secret"\n'


def ledger(*acknowledged: str, sent: tuple[str, ...] = ()) -> WriteLog:
    return WriteLog(
        {*acknowledged, *sent}, {name: float(at) for at, name in enumerate(acknowledged)}, len(sent)
    )


@pytest.mark.parametrize(
    ("stored", "fault"),
    [
        (["a", "b", "c"], {}),
        # Not acknowledged but stored: its writer would have sent it again with the same key.
        (["a", "b", "c", "asked"], {}),
        (["a", "c"], {"lost": ("b",)}),
        (["a", "b", "c", "asked", "asked"], {"doubled": ("asked",)}),
        (["a", "b", "c", "never sent"], {"unknown": ("never sent",)}),
    ],
)
def test_it_finds_what_is_lost_doubled_or_from_nobody(stored: list[str], fault: dict[str, tuple[str, ...]]):
    verdict = compare_with_stored([ledger("a", "b"), ledger("c", sent=("asked",))], stored)
    results = {name: getattr(verdict, name) for name in ("lost", "doubled", "unknown")}
    assert results == {"lost": (), "doubled": (), "unknown": ()} | fault
    assert (verdict.holds, verdict.acknowledged, verdict.tries_again) == (not fault, 3, 1)


def test_it_measures_how_long_nobody_was_answered():
    first, second = WriteLog(acknowledged={"a": 1.0, "b": 9.0}), WriteLog(acknowledged={"c": 4.0})
    assert get_longest_silence([first, second], 0, 10) == 5
    assert get_longest_silence([first, second], 0, 20) == 11


def test_it_reads_the_choices_of_a_form():
    page = (
        '<select name="round" id="r"><option value="6">July</option> <option value="5">June</option></select>'
    )
    assert get_choices("round", page) == ["6", "5"]
    assert get_choices("round", '<input type="radio" name="round" value="4">') == ["4"]
