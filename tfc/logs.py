"""What a log line may not hold: what stands in the address that a request is named by.

That is the token of a link, and on public pages what somebody looked for.
"""

import logging
import re
from typing import Any

from django.views.debug import SafeExceptionReporterFilter

# A part of an address as long as a token is, and no word that we would write there; an ending may follow.
_TOKEN = re.compile(r"(?<=/)[\w-]{40,}(?=/|\.|\?|\s|$|\")")


# Which help somebody asked for, and in which language.
_ASKED = re.compile(r"(/p/[^\s?\"]*)\?[^\s\"]*")


class HideSecrets(logging.Filter):
    """Keeps the line and takes the token and the query out of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(hidden(one) for one in record.args)
        return True


class HideVisitor(SafeExceptionReporterFilter):
    """What an e-mail about a broken page may not hold: who asked for it, and with which browser."""

    hidden_settings = re.compile(
        f"{SafeExceptionReporterFilter.hidden_settings.pattern}|REMOTE_|FORWARDED|USER_AGENT|CLIENT_IP|REAL_IP",
        re.IGNORECASE,
    )


def hidden(value: Any) -> Any:
    return _ASKED.sub(r"\1", _TOKEN.sub("…", value)) if isinstance(value, str) else value
