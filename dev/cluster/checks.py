"""Checks of a cluster without failures: no scope leaks through PgBouncer, and the standby serves the dashboards."""

import re
import time
from contextlib import ExitStack, closing
from typing import Any

import psycopg2

from dev.cluster.browser import Browser
from dev.cluster.cluster import Cluster

CLIENTS = 30
ROUNDS = 10
TELL = "SELECT set_config('tfc.community', %s, true)"
SEEN = "SELECT array_agg(DISTINCT community_id) FROM events_event"
LEFT = "SELECT COALESCE(NULLIF(current_setting('tfc.community', true), ''), 'nothing')"
# The last time when a connection for offices' pages on the standby read for a page.
READ = (
    "SELECT COALESCE(EXTRACT(EPOCH FROM max(state_change)), 0) FROM pg_stat_activity "
    "WHERE usename = 'tfc_office' AND query = 'COMMIT'"
)
OFFICE = "/office/usa/"
PAGES = (
    OFFICE,
    f"{OFFICE}trends/",
    f"{OFFICE}figures/?sort=name",
    f"{OFFICE}map/",
    f"{OFFICE}communities/pasadena/figures/",
)
SECONDS_TO_BE_FRESH = 7


def find_pooling_leaks(cluster: Cluster) -> list[str]:
    """Open more clients than PgBouncer has connections, use each in turn with its own scope, and return the leaks
    found.
    """
    communities = cluster.leader.ask("SELECT array_agg(id) FROM communities_community", database="tfc")
    with ExitStack() as opened:
        clients = [
            opened.enter_context(closing(psycopg2.connect(cluster.environment["DATABASE_URL"])))
            for _each in range(CLIENTS)
        ]
        for turn in range(ROUNDS):
            for number, client in enumerate(clients):
                community = communities[(turn + number) % len(communities)]
                if fault := _leak(client, community):
                    return [fault]
    return []


def _leak(client: Any, community: int) -> str:
    """Return a message unless the client sees only its community in its scope, and the next user of the connection
    nothing.
    """
    with client.cursor() as cursor:
        cursor.execute(TELL, [str(community)])
        cursor.execute(SEEN)
        (visible_ids,) = cursor.fetchone()
        client.commit()
        cursor.execute(LEFT)
        (left,) = cursor.fetchone()
        cursor.execute(SEEN)
        (after,) = cursor.fetchone()
        client.commit()
    if visible_ids not in (None, [community]) or left != "nothing" or after is not None:
        return f"A scope leaks through PgBouncer: {community} read {visible_ids}, and after it {after} with {left}."
    return ""


def check_standby_reads(cluster: Cluster) -> list[str]:
    """Check that the office's dashboard comes from the standby, and from the primary if the standby is too far behind
    and right after a write.
    """
    reader = Browser(cluster.front)
    reader.sign_in("staff@usa.example")
    faults = []
    reader.post(f"{OFFICE}figures/", {"pin": "pasadena"})
    if _reads_there(cluster, reader):
        faults.append("Right after a write its writer's page came from the standby.")
    # A browser would have dropped the cookie by then.
    time.sleep(SECONDS_TO_BE_FRESH)
    reader.cookies.pop("wrote", None)
    if not _reads_there(cluster, reader):
        faults.append("The office's dashboard did not come from the standby.")
    faults += [f"{path} is not the same from the standby." for path in PAGES if not _is_same(reader, path)]
    cluster.follower.ask("SELECT pg_wal_replay_pause()")
    try:
        cluster.leader.ask("SELECT pg_logical_emit_message(true, 'drill', 'something to replay')")
        time.sleep(SECONDS_TO_BE_FRESH)
        if _reads_there(cluster, reader):
            faults.append("The office's dashboard came from a standby that is too far behind.")
    finally:
        cluster.follower.ask("SELECT pg_wal_replay_resume()")
    return faults


def _is_same(reader: Browser, path: str) -> bool:
    """Return True if standby and primary give the same page, apart from the CSRF token."""
    shown = []
    for cookies in ({}, {"wrote": "1"}):
        reader.cookies = {name: value for name, value in reader.cookies.items() if name != "wrote"} | cookies
        shown.append(re.sub(r"\b\w{64}\b", "", reader.get(path).text))
    del reader.cookies["wrote"]
    return shown[0] == shown[1]


def _reads_there(cluster: Cluster, reader: Browser) -> bool:
    before = cluster.follower.ask(READ, database="tfc")
    answer = reader.get(OFFICE)
    if answer.status != 200:
        raise RuntimeError(f"{OFFICE} answers {answer.status}")
    return bool(cluster.follower.ask(READ, database="tfc") > before)
