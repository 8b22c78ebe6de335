"""Messages to the person who imports a spreadsheet: stored as a code with values, shown in the reader's language."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

# Maximum number of typed characters quoted in a message.
MOST_SHOWN = 400


@dataclass(frozen=True)
class Remark:
    """One message about a file, a row or a cell. ``column``: index of the cell in its row, from 0, if it is about one.

    In ``values``, "day" (such as 2025-03-25) is shown in the reader's format, and "order", the order of a column's
    dates, as an example date.
    """

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    column: int | None = None

    @property
    def sentence(self) -> str:
        # Imported here because the process that reads a workbook, which needs no sentences, starts twice as fast
        # without Django.
        from django.utils.formats import date_format

        from tfc.spreadsheets.sentences import SENTENCES
        from tfc.spreadsheets.value_sentences import ADVICE, DATES

        shown = {
            name: value if isinstance(value, int) else _short(value) for name, value in self.values.items()
        }
        shown["advice"] = str(ADVICE % {"date": DATES[str(self.values.get("order", ""))]})
        if "day" in self.values:
            shown["day"] = date_format(dt.date.fromisoformat(str(self.values["day"])))
        shown["reading"] = shown.get("day", shown.get("number", ""))
        return str(SENTENCES[self.code] % shown)

    def __str__(self) -> str:
        return self.sentence

    def __hash__(self) -> int:
        return hash((self.code, self.column))

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "values": dict(self.values), "column": self.column}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(data["code"], data["values"], data["column"])


def _short(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


class UnreadableError(ValueError):
    """The file cannot be read. str() gives the reason and the remedy in the active language."""

    def __init__(self, code: str, **values: str | int) -> None:
        self.remark = Remark(code, values)
        super().__init__(code)

    def __str__(self) -> str:
        return self.remark.sentence
