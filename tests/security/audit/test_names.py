"""People read the audit: each column that it can show has a name for them, in their language."""

from communities.audit.columns import CALLED
from communities.audit.kinds import model_of
from communities.audit.tables import AUDITED
from communities.audit.words import UNTOLD, field_of, is_named
from tfc.auditing import IGNORED


def test_each_column_is_called_by_a_word_for_people():
    nameless = {}
    for one in AUDITED:
        for field in model_of(one.table)._meta.local_concrete_fields:
            passed = {*UNTOLD, *IGNORED, *one.ignored, "deleted_at"}
            if passed & {field.name, field.column} or is_named(field) or field.name in CALLED:
                continue
            nameless.setdefault(field.name, []).append(one.table)
    assert nameless == {}


def test_each_name_is_of_a_column():
    names = {field.name for one in AUDITED for field in model_of(one.table)._meta.local_concrete_fields}
    assert set(CALLED) - names == set()
    assert field_of("events_event", "title") is not None
