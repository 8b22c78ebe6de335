"""The setting in the policies: written and asked for again as often as anybody likes, with the same outcome."""

from django.db import connections, transaction

from tests.base import COMMITTED
from tfc.settings_in_policies import ASKED, WRITTEN, say_anew

SAID = """
    SELECT polrelid::regclass::text || '.' || polname,
           concat_ws(' ', pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)), polroles
    FROM pg_policy ORDER BY 1
"""
# Alone, beside an office's that came later, and with a second one for what others put in.
EVENTS, PARTNERSHIPS, INTERESTS = (
    "events_event.community",
    "stakeholders_partnership.community",
    "support_interest.mailbox",
)


def said() -> dict[str, tuple[str, list[int]]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(SAID)
        return {name: (condition, roles) for name, condition, roles in cursor.fetchall()}


@COMMITTED
def test_it_goes_back_and_forth():
    before = said()
    with transaction.atomic(using="owner"):
        say_anew(connections["owner"], write=False)
        asking = said()
        say_anew(connections["owner"])
        once = said()
        say_anew(connections["owner"])
        twice = said()
        transaction.set_rollback(True, using="owner")
    assert [name for name, (condition, _) in asking.items() if WRITTEN in condition] == []
    assert asking == {name: (one.replace(WRITTEN, ASKED), roles) for name, (one, roles) in before.items()}
    assert (before, before) == (once, twice)
    assert before[EVENTS][0] == " ".join([f"(community_id = {WRITTEN})"] * 2)
    assert before[PARTNERSHIPS][0] == " ".join([f"(community_id = {ASKED})"] * 2)
    assert before[INTERESTS][0] == f"(community_id = {WRITTEN})"
