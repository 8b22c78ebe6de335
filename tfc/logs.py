"""What a line of the log may hold, and how it is written: for people, or as JSON for programs (LOG_FORMAT).

A request under /p/ writes no line, whatever its answer: the moment of a visit tells as much as its address. Only an
error of ours is logged, by its type and the lines of code that it passed, without address, input or message.

No other line holds the token of a link, an e-mail address, or the values in a statement that the database refused.
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

# A part of an address as long as a token is, drawn or signed (with colons), and no word that we would write there; an
# ending may follow.
_TOKEN = re.compile(r"(?<=/)[\w:-]{40,}(?=/|\.|\?|\s|$|\")")


# A public page, as a line of any server names it.
_PUBLIC_ADDRESS = re.compile(rf"(?<![\w/.-])(?:https?://[^\s/\"']+)?{PUBLIC_START}(?:/|(?=[\s?\"']|$))")

# What PostgreSQL says of an error after its first line: the row, the statement, the line of a file.
_VALUES = re.compile(r"^((?:DETAIL|CONTEXT|LINE \d+):).*$", re.MULTILINE)

# An exception that somebody's input led to may quote it.
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

# What a line of the web server's own log says apart (tfc/access_log.py).
ACCESS = ("method", "path", "status", "ms", "request_id")
# The answer to an error of ours.
BROKEN = 500


class DropPublicRequests(logging.Filter):
    """Drop what is said while a public page is answered, by any part of the server, and what names its address."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not is_unseen() and not _PUBLIC_ADDRESS.search(_message(record)):
            return True
        if record.name != "django.request" or getattr(record, "status_code", 0) != BROKEN:
            return False
        _tell_error_alone(record)
        return True


def _message(record: logging.LogRecord) -> str:
    """A record whose arguments do not fit is shown by its handler as an error; here it is only looked at."""
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return f"{record.msg} {record.args}"


def _tell_error_alone(record: logging.LogRecord) -> None:
    """The message of an exception may quote what was typed, and the request holds the address."""
    error = record.exc_info[1] if record.exc_info else None
    lines = traceback.format_tb(error.__traceback__) if error else []
    record.msg = "".join([f"A public page failed: {type(error).__name__}\n", *lines]).rstrip()
    record.args, record.exc_info, record.exc_text = (), None, None
    record.__dict__.pop("request", None)


def configure(config: dict[str, Any]) -> None:
    """As ``dictConfig``, and have every logger, of libraries too, drop what belongs to a request under /p/.

    A filter on handlers alone would miss handlers that a library or a server brings itself.
    """
    logging.config.dictConfig(config)
    logging.setLoggerClass(_Quiet)
    for logger in (logging.getLogger(), *logging.Logger.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger) and not isinstance(logger, _Quiet):
            logger.addFilter(_DROP)


_DROP = DropPublicRequests()


class _Quiet(logging.Logger):
    """A logger that is first asked for after the start."""

    def __init__(self, name: str, level: int = logging.NOTSET) -> None:
        super().__init__(name, level)
        self.addFilter(_DROP)


class HideSecrets(logging.Filter):
    """Keeps the line and takes the token out of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(hidden(argument) for argument in record.args)
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
