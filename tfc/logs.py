"""Limits what log lines may contain, and formats them: for people, or as JSON for programs (LOG_FORMAT).

A request under /p/ writes no line, whatever the response: the time of a visit reveals as much as its URL. Only server
errors are logged, with their type and the lines of code, without URL, input or message.

No other line contains the token of a link, an email address, or the values in a statement that the database refused.
"""

import logging
import logging.config
import re
import traceback
from typing import Any

from django.views.debug import SafeExceptionReporterFilter
from structlog import stdlib
from structlog.contextvars import merge_contextvars
from structlog.processors import JSONRenderer, TimeStamper, format_exc_info
from structlog.typing import EventDict

from tfc.tracing import PUBLIC_START, is_unseen

# Matches a path component as long as a token, random or signed (with colons), and longer than any of our own words; a
# file suffix may follow.
_TOKEN = re.compile(r"(?<=/)[\w:-]{40,}(?=/|\.|\?|\s|$|\")")


# Matches the URL of a public page in the log line of any server.
_PUBLIC_ADDRESS = re.compile(rf"(?<![\w/.-])(?:https?://[^\s/\"']+)?{PUBLIC_START}(?:/|(?=[\s?\"']|$))")

# Matches what PostgreSQL adds after the first line of an error: the row, the statement, the line of a file.
_VALUES = re.compile(r"^((?:DETAIL|CONTEXT|LINE \d+):).*$", re.MULTILINE)

# An exception caused by a person's input may quote email addresses.
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

# Fields of an access log line that JSON shows separately (tfc/access_log.py).
ACCESS = ("method", "path", "status", "ms", "request_id")
# The status of a server error.
BROKEN = 500


class DropPublicRequests(logging.Filter):
    """Drop records that any part of the server logs while a public page is answered, and records
    that contain its URL.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if not is_unseen() and not _PUBLIC_ADDRESS.search(_message(record)):
            return True
        if record.name != "django.request" or getattr(record, "status_code", 0) != BROKEN:
            return False
        _tell_error_alone(record)
        return True


def _message(record: logging.LogRecord) -> str:
    """Return the message. Arguments that do not fit the format are reported by the handler; here they are only
    searched.
    """
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return f"{record.msg} {record.args}"


def _tell_error_alone(record: logging.LogRecord) -> None:
    """Keep only the type and the traceback of an error: the message may quote input, and the request has the URL."""
    error = record.exc_info[1] if record.exc_info else None
    lines = traceback.format_tb(error.__traceback__) if error else []
    record.msg = "".join([f"A public page failed: {type(error).__name__}\n", *lines]).rstrip()
    record.args, record.exc_info, record.exc_text = (), None, None
    record.__dict__.pop("request", None)


def configure(config: dict[str, Any]) -> None:
    """Apply ``dictConfig``, and make every logger, including those of libraries, drop what belongs to a request under
    /p/.

    A filter on handlers alone would miss handlers that a library or a server adds.
    """
    logging.config.dictConfig(config)
    logging.setLoggerClass(_Quiet)
    for logger in (logging.getLogger(), *logging.Logger.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger) and not isinstance(logger, _Quiet):
            logger.addFilter(_DROP)


_DROP = DropPublicRequests()


class _Quiet(logging.Logger):
    """A logger that is created after the start."""

    def __init__(self, name: str, level: int = logging.NOTSET) -> None:
        super().__init__(name, level)
        self.addFilter(_DROP)


class HideSecrets(logging.Filter):
    """Keep the record and remove secrets from it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(hidden(argument) for argument in record.args)
        return True


class Line(logging.Formatter):
    """Format a record for people, without secrets in the exception."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 (the name is the library's)
        return str(hidden(super().formatException(ei)))


class HideVisitor(SafeExceptionReporterFilter):
    """Leave out of error emails who made the request and with which browser."""

    hidden_settings = re.compile(
        f"{SafeExceptionReporterFilter.hidden_settings.pattern}|REMOTE_|FORWARDED|USER_AGENT|CLIENT_IP|REAL_IP",
        re.IGNORECASE,
    )


def json_lines() -> logging.Formatter:
    """Return a formatter for one JSON object per line: timestamp, level, logger, event and context
    (tfc/tracing.py).
    """
    return stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            TimeStamper(fmt="iso", utc=True),
            stdlib.add_log_level,
            stdlib.add_logger_name,
            stdlib.ExtraAdder(allow=ACCESS),
            merge_contextvars,
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
    return _MAIL.sub("…", _VALUES.sub(r"\1 …", _TOKEN.sub("…", value)))


def _hide(_logger: Any, _method: str, event: EventDict) -> EventDict:
    return {name: hidden(value) for name, value in event.items()}
