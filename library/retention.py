"""Files of the library that no row names any more: of uploads that failed, and of materials deleted for good."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from library.files import sweep
from library.models import MaterialVersion
from tfc.retention import Outcome, Rule, RuleScope


def _files(_place: Any, _now: dt.datetime) -> Outcome:
    """The figures' login reads the rows of all."""
    versions = MaterialVersion.objects.using("figures").exclude(file_key="")
    return Outcome(sweep(set(versions.values_list("file_key", flat=True))))


RULES = [Rule("files", _("Files that nothing names"), _("One day"), RuleScope.INSTALLATION, _files)]
PERSONAL = {"library.putaside": "by"}
# What the others deleted leaves files behind.
RUNS_LAST = True
