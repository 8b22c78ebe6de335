"""PgBouncer is killed and restarted while people write: what they typed is kept and stored once."""

from pathlib import Path

import pytest
from django.db import close_old_connections, connection
from django.test import Client

from dev.cluster.writers import build_meeting_form
from events.models import Event
from tests.base import COMMITTED, sign_in, within
from tests.drill.form_filling import get_forms
from tests.faults.pooler import PROGRAM, behind_a_pooler
from tests.row_sets import stored_world

LOG = "/c/hill/events/log/"

pytestmark = [
    COMMITTED,
    pytest.mark.xdist_group("faults"),
    pytest.mark.skipif(PROGRAM is None, reason="no PgBouncer on this machine: apt-get install pgbouncer"),
]


def test_a_pooler_that_is_restarted_while_people_write(client: Client, tmp_path: Path):
    world = stored_world()
    client.raise_request_exception = False
    with behind_a_pooler(tmp_path) as pooler:
        sign_in(client, world["hill-leader"])
        assert client.post(LOG, build_meeting_form("Before")).status_code == 302
        # With an old connection, whose end went unnoticed.
        pooler.kill()
        refused = client.post(LOG, build_meeting_form("Meanwhile"))
        assert (refused.status_code, refused["Retry-After"]) == (503, "5")
        [form] = [form for form in get_forms(refused.content.decode()) if form.fields]
        again = {name: field.value for name, field in form.fields.items()}
        # A web server does this around each request; Django's test client does not.
        close_old_connections()
        assert client.get("/c/hill/events/").status_code == 503
        pooler.service.start()
        close_old_connections()
        for _delivery in range(2):
            assert client.post(form.action, again).status_code == 302
        with within(world.hill):
            assert sorted(Event.objects.values_list("place", flat=True)) == ["Before", "Meanwhile"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT inet_server_port() <> %s", [pooler.front.port])
            assert cursor.fetchone() == (True,), "it was asked without the pooler"
