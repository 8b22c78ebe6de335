"""Deletes files of the library that no row names: from failed uploads and permanently deleted materials."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from library.files import sweep
from library.models import MaterialVersion
from tfc.retention import Outcome, Retention, Rule, RuleScope


def _files(_place: Any, _now: dt.datetime) -> Outcome:
    """Delete the files; the figures login reads the rows of all places."""
    versions = MaterialVersion.objects.using("figures").exclude(file_key="")
    return Outcome(sweep(set(versions.values_list("file_key", flat=True))))


RETENTION = Retention(
    rules=[Rule("files", _("Unused files"), _("One day"), RuleScope.INSTALLATION, _files)],
    personal={"library.dismissedannouncement": "by"},
    # The others delete rows and leave files behind.
    runs_last=True,
)
