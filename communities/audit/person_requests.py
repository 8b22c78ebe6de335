"""Actions at a person's request as text: how many records of which kinds."""

from functools import cache

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communities.audit.labels import get_record_kind
from communities.models import PersonRequest
from tfc.personal_data import Text, personal_texts
from tfc.text.punctuation import join_bracketed, join_title, listed

HISTORY = "history"


def table_title(table: str) -> Text:
    """Return the name of a table's records: "the contact"."""
    if title := _titles().get(table):
        return title
    kind = get_record_kind(table)
    return kind.label if kind else _("History")


@cache
def _titles() -> dict[str, Text]:
    return {apps.get_model(texts.model)._meta.db_table: texts.title for texts in personal_texts().values()}


def describe_person_request(request: PersonRequest) -> str:
    """Return a description such as "Deleted: the contact (1), the event (2)"."""
    kinds = listed(join_bracketed(table_title(table), number) for table, number in request.counts.items())
    done = request.get_kind_display()
    return capfirst(join_title(done, kinds)) if kinds else str(done)
