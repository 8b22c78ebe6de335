"""People read the audit: each column that it can show has a name for them, in their language."""

from communities.audit.columns import CALLED
from communities.audit.kinds import model_of
from communities.audit.tables import AUDITED
from communities.audit.words import UNTOLD, field_of, is_named, sentence, value_words
from communities.models import AuditEntry, Verb
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


def test_it_says_codes_and_bare_numbers_in_words():
    assert value_words(field_of("evaluation_round", "half_year"), "2026-H1", {}) == "January to June 2026"
    assert value_words(field_of("library_materialversion", "size"), 606974, {}) == "592.7\xa0KB"
    language = field_of("communities_user", "language")
    assert [value_words(language, one, {}) for one in ("", "zh-hans")] == ["empty", "Chinese"]
    round_ = AuditEntry(table_name="evaluation_round", verb=Verb.DELETED, subject_id=1)
    details = {"half_year": ["2026-H1", None]}
    said = sentence(round_, details, {("evaluation_round", 1): "January to June 2026"})
    assert said == "Somebody without an account deleted the half-year “January to June 2026” for good."


def test_it_blames_nobody_for_an_account_that_somebody_made_for_themselves():
    entry = AuditEntry(table_name="communities_user", verb=Verb.ADDED, subject_id=1)
    assert sentence(entry, None, {("communities_user", 1): "Zoe."}) == "The account “Zoe” was added."
