"""The privacy notice of an office: which data this installation stores about whom, for how long, and who reads it.

Retention periods come from the rules of the daily retention run, so that the two cannot differ.
"""

from django.conf import settings
from django.utils import translation

from communities.models import Office
from tfc.help_pages import Topic, get_page
from tfc.retention import rules

# Codes of the retention rules of each group of people, by the anchor of its topic in docs/help/<language>/privacy.md.
RULES = {
    "account": (
        "sessions",
        "visits",
        "office-visits",
        "opened",
        "office-opened",
        "notices",
        "office-notices",
    ),
    "invited": ("invitations",),
    "contacts": ("bins", "imports"),
    "candidates": ("office-bins",),
    "services": ("bins", "imports"),
    "named": ("bins", "office-bins"),
    "offers": ("interest",),
    "residents": ("answers",),
    "at-risk": ("tallies",),
    "changes": ("exports", "office-exports", "office-bins"),
}
# Rules about files and numbers that name no person.
NOT_PERSONAL = frozenset({"files"})


def describe_subject(topic: Topic) -> dict[str, object]:
    """Return a group of people with stored data. The topic's paragraphs are what, why, who reads it, and how long what
    no rule deletes is kept; ``periods`` are (what, how long) of each of its rules.
    """
    data, purpose, readers, *retention = topic.paragraphs
    rules_by_code = {rule.code: rule for rule in rules()}
    # The records of a community and of its office have the same name and period.
    periods = dict.fromkeys(
        (str(rules_by_code[code].what), str(rules_by_code[code].retention_period))
        for code in RULES.get(topic.anchor, ())
    )
    return {
        "title": topic.title, "data": data, "purpose": purpose, "readers": readers, "retention": " ".join(retention),
        "periods": list(periods),
    }  # fmt: skip


def privacy_notice(office: Office) -> dict[str, object]:
    """Return the context of an office's notice, in the active language."""
    own = {"en": office.privacy_en, "es": office.privacy_es, "zh-hans": office.privacy_zh}
    return {
        "office": office,
        "own_text": own.get(translation.get_language() or "en", "") or office.privacy_en,
        "subjects": [describe_subject(topic) for topic in get_page("privacy").topics],
        "backup_place": settings.BACKUP_PLACE,
        "backup_days": settings.BACKUP_DAYS,
    }
