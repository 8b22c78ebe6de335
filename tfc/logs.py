"""What a line of the log may hold, and how it is written: for people, or as JSON for programs (LOG_FORMAT).

No line holds what stands in the address that a request is named by: the token of a link, and on public pages what
somebody looked for. No line holds an e-mail address, nor the values in a statement that the database refused.
"""

import logging
import re
from typing import Any

from django.views.debug import SafeExceptionReporterFilter
from structlog import stdlib
from structlog.processors import JSONRenderer, TimeStamper, format_exc_info
from structlog.typing import EventDict

from tfc.tracing import trace

# A part of an address as long as a token is, drawn or signed (with colons), and no word that we would write there; an
# ending may follow.
_TOKEN = re.compile(r"(?<=/)[\w:-]{40,}(?=/|\.|\?|\s|$|\")")


# Which help somebody asked for, and in which language.
_ASKED = re.compile(r"(/p/[^\s?\"]*)\?[^\s\"]*")

# What PostgreSQL says of an error after its first line: the row, the statement, the line of a file.
_VALUES = re.compile(r"^((?:DETAIL|CONTEXT|LINE \d+):).*$", re.MULTILINE)

# An exception that somebody's input led to may quote it.
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

# What a line of the web server's own log says apart (tfc/access_log.py).
ACCESS = ("method", "path", "status", "ms", "request_id")


class HideSecrets(logging.Filter):
    """Keeps the line and takes the token and the query out of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(hidden(one) for one in record.args)
        return True


class Line(logging.Formatter):
    """A line for people; of an exception it shows what may be shown."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 (the name is the library's)
        return str(hidden(super().formatException(ei)))


class HideVisitor(SafeExceptionReporterFilter):
    """What an e-mail about a broken page may not hold: who asked for it, and with which browser."""

    hidden_settings = re.compile(
        f"{SafeExceptionReporterFilter.hidden_settings.pattern}|REMOTE_|FORWARDED|USER_AGENT|CLIENT_IP|REAL_IP",
        re.IGNORECASE,
    )


def json_lines() -> logging.Formatter:
    """One JSON object a line: timestamp, level, logger, event, and what it belongs to (tfc/tracing.py)."""
    return stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            TimeStamper(fmt="iso", utc=True),
            stdlib.add_log_level,
            stdlib.add_logger_name,
            stdlib.ExtraAdder(allow=ACCESS),
            _add_trace,
        ],
        processors=[
            stdlib.ProcessorFormatter.remove_processors_meta,
            format_exc_info,
            _hide,
            JSONRenderer(ensure_ascii=False),
        ],
    )


def hidden(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return _MAIL.sub("…", _VALUES.sub(r"\1 …", _ASKED.sub(r"\1", _TOKEN.sub("…", value))))


def _add_trace(_logger: Any, _method: str, event: EventDict) -> EventDict:
    return {**trace(), **event}


def _hide(_logger: Any, _method: str, event: EventDict) -> EventDict:
    return {name: hidden(value) for name, value in event.items()}
