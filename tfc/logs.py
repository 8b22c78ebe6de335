"""What a log line may not hold: the token of a link, which stands in the address that a refused request is named by."""

import logging
import re
from typing import Any

# A part of an address as long as a token is, and no word that we would write there.
_TOKEN = re.compile(r"(?<=/)[\w-]{40,}(?=/|\?|\s|$|\")")


class HideSecrets(logging.Filter):
    """Keeps the line and takes the token out of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_hidden(one) for one in record.args)
        return True


def _hidden(value: Any) -> Any:
    return _TOKEN.sub("…", value) if isinstance(value, str) else value
