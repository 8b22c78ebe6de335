"""The history of a person's account: read by that person alone, outside every community and office."""

from collections.abc import Sequence

from communities.audit.page import skip_repeated_entries
from communities.audit.sentences import EntryText, describe_entries
from communities.models import AuditEntry, User
from tfc.current_actor import Actor
from tfc.tenancy import set_actor

MOST = 30


def get_account_history(user: User) -> Sequence[EntryText]:
    """Return sign-ins and sign-outs, passwords, addresses and second steps, newest first; read as the person, the only
    one to whom row-level security shows them.
    """
    with set_actor(Actor(user.pk)):
        entries = AuditEntry.objects.of_account(user.pk).select_related("actor", "details").newest_first()
        return list(skip_repeated_entries(describe_entries(list(entries[:MOST]))))
