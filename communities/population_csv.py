"""Reading a population profile: pure functions from a file's bytes to checked groups."""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.languages import language_name
from tfc.text.punctuation import clauses, listed, phrases

# The dimensions that attendance can be compared with, and their names.
DIMENSIONS = {
    "gender": gettext_lazy("Gender"),
    "age_band": gettext_lazy("Age"),
    "race": gettext_lazy("Race or ethnicity"),
    "language": gettext_lazy("Language"),
    "education": gettext_lazy("Education"),
    "income": gettext_lazy("Income"),
}
# The groups of the census profiles (events add their own); an unknown code is shown with its underscores as spaces.
GROUP_NAMES = {
    "female": gettext_lazy("Women and girls"),
    "male": gettext_lazy("Men and boys"),
    "white": gettext_lazy("White"),
    "black_or_african_american": gettext_lazy("Black or African American"),
    "american_indian_or_alaska_native": gettext_lazy("American Indian or Alaska Native"),
    "asian": gettext_lazy("Asian"),
    "native_hawaiian_or_pacific_islander": gettext_lazy("Native Hawaiian or Pacific Islander"),
    "other_race": gettext_lazy("Another race"),
    "two_or_more_races": gettext_lazy("Two or more races"),
}
# The bands in which attendance is counted.
AGE_BANDS = ("0-14", "15-24", "25-44", "45-64", "65+")
# The groups of the form and of the template file.
CODES: Mapping[str, tuple[str, ...]] = {
    "gender": ("female", "male"),
    "age_band": AGE_BANDS,
    "race": tuple(code for code in GROUP_NAMES if code not in ("female", "male")),
}
COLUMNS = ["dimension", "group", "people"]
MOST_BYTES = 1_000_000
MOST_ROWS = 1000
MOST_ERRORS = 20
MOST_PEOPLE = 100_000_000
_CODE = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*\+?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[_-][a-z0-9]+)*|other(?:[_-][a-z0-9]+)*")
# The similarity from which a code is taken for a mistyped one.
MISTYPED = 0.85
_AGE = re.compile(r"(\d{1,3})-(\d{1,3})|\d{1,3}\+")


class Group(NamedTuple):
    """The number of people in one group of a dimension."""

    dimension: str
    group: str
    people: int


def parse_profile(content: bytes, *, postcode: str = "") -> list[Group]:
    """Return the groups in a CSV file with the columns dimension, group, people and optionally zip.

    ``postcode`` selects one of several places in a file. ValidationError lists each wrong row with its line.
    """
    lines, columns = _lines(content)
    place = columns.index("zip") if "zip" in columns else None
    if place is not None:
        lines = _filter_by_postcode(lines, place, postcode)
    if not lines:
        raise ValidationError(_("Choose a file with a row for this place."))
    if len(lines) > MOST_ROWS:
        raise ValidationError(
            _("Use at most %(most)s rows for one place, not %(rows)s.")
            % {"rows": len(lines), "most": MOST_ROWS}
        )
    groups, errors = _groups(lines, [columns.index(name) for name in COLUMNS])
    if errors:
        rest = len(errors) - MOST_ERRORS
        more = [_("And %(more)s more.") % {"more": rest}] if rest > 0 else []
        raise ValidationError([*errors[:MOST_ERRORS], *more])
    check_sums(groups)
    return groups


def check_sums(groups: Sequence[Group]) -> None:
    """Raise ValidationError unless all dimensions, which divide the same people, have the same sum."""
    totals: Counter[str] = Counter()
    for group in groups:
        totals[group.dimension] += group.people
    if not groups or not max(totals.values()):
        raise ValidationError(_("Enter people in at least one dimension."))
    if len(set(totals.values())) > 1:
        sums = phrases(f"{name} {total:,}" for name, total in sorted(totals.items()))
        raise ValidationError(_("All dimensions need the same total: %(sums)s.") % {"sums": sums})


Line = tuple[int, list[str]]


def _lines(content: bytes) -> tuple[list[Line], list[str]]:
    """Return (line number, cells) below the header, and the header's names."""
    if len(content) > MOST_BYTES:
        raise ValidationError(_("Choose a file up to one megabyte."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_("This is not a CSV file in UTF-8. Save the sheet as “CSV UTF-8”.")) from error
    if "\0" in text:
        raise ValidationError(_("This is not a CSV file in UTF-8. Save the sheet as “CSV UTF-8”."))
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",")
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise ValidationError(_("This CSV file cannot be read: %(error)s.") % {"error": error}) from error
    columns = [name.lower() for name in rows[0][1]] if rows else []
    if missing := [name for name in COLUMNS if name not in columns]:
        message = _("The first line needs the columns dimension, group and people. Missing: %(missing)s.")
        raise ValidationError(message % {"missing": listed(missing)})
    return [(number, row) for number, row in rows[1:] if any(row)], columns


def _filter_by_postcode(lines: list[Line], column: int, postcode: str) -> list[Line]:
    places: dict[str, list[Line]] = defaultdict(list)
    for number, row in lines:
        places[row[column] if column < len(row) else ""].append((number, row))
    if postcode:
        return places.get(postcode, [])
    if len(places) > 1:
        raise ValidationError(
            _("The file has %(count)s places. Enter your ZIP code.") % {"count": len(places)}
        )
    return lines


def _groups(lines: list[Line], columns: list[int]) -> tuple[list[Group], list[str]]:
    groups: dict[tuple[str, str], Group] = {}
    errors = []
    for number, row in lines:
        cells = [row[column] if column < len(row) else "" for column in columns]
        problems = list(_problems(*cells))
        if not problems and (cells[0], cells[1]) in groups:
            problems = [_("the group “%(group)s” appears twice") % {"group": cells[1]}]
        if problems:
            errors.append(_("Line %(line)s: %(problems)s.") % {"line": number, "problems": clauses(problems)})
        else:
            groups[cells[0], cells[1]] = Group(cells[0], cells[1], int(cells[2]))
    return list(groups.values()), errors


def _problems(dimension: str, group: str, people: str) -> Iterator[str]:
    if dimension not in DIMENSIONS:
        yield _("“%(name)s” is not a dimension (%(known)s)") % {
            "name": dimension[:40],
            "known": listed(DIMENSIONS),
        }
    if meant := _codes_meant(dimension, group):
        yield _("“%(name)s” is not a code, such as %(known)s") % {"name": group[:40], "known": listed(meant)}
    elif dimension == "age_band" and not _is_age(group):
        yield _("“%(name)s” is not an age band, such as 15-24 or 65+") % {"name": group[:40]}
    if not (people.isascii() and people.isdigit() and len(people) < 10 and int(people) <= MOST_PEOPLE):
        yield _("“%(people)s” is not a number of people") % {"people": people[:40]}


def _codes_meant(dimension: str, group: str) -> Sequence[str]:
    """Return codes to suggest if the group is none or a mistyped one. Other countries have other groups, so that a code
    which is like none of ours is one.
    """
    codes = CODES.get(dimension, ("en", "es"))
    form = _LANGUAGE if dimension == "language" else _CODE
    if not form.fullmatch(group) or len(group) > 60:
        return codes
    if group in codes or dimension == "age_band":
        return ()
    return get_close_matches(group, codes, 1, MISTYPED)


def build_template() -> str:
    """Return a CSV file with the codes of all groups, and no numbers."""
    rows = [(dimension, code) for dimension, codes in CODES.items() for code in codes]
    rows += [("language", "en"), ("language", "es")]
    return "".join(f"{line}\n" for line in [",".join(COLUMNS), *(f"{first},{code}," for first, code in rows)])


def _is_age(group: str) -> bool:
    match = _AGE.fullmatch(group)
    return match is not None and (match[1] is None or int(match[1]) <= int(match[2]))


class ProfileTable(NamedTuple):
    """A dimension as the settings page shows it."""

    name: str
    rows: list[tuple[str, int, float]]
    total: int


def group_name(dimension: str, group: str) -> str:
    """Return the name of a group in the reader's language."""
    if dimension == "language":
        return language_name(group)
    return str(GROUP_NAMES.get(group) or group.replace("_", " ").capitalize())


def tables(groups: Sequence[Group]) -> list[ProfileTable]:
    """Return one table per dimension: group, people, share of the population in percent; in the
    order of DIMENSIONS.
    """
    by_dimension: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        by_dimension[group.dimension].append(group)
    made = []
    for code, name in DIMENSIONS.items():
        if rows := by_dimension.get(code):
            total = sum(group.people for group in rows)
            made.append(
                ProfileTable(
                    str(name),
                    [
                        (
                            group_name(code, group.group),
                            group.people,
                            100 * group.people / total if total else 0.0,
                        )
                        for group in rows
                    ],
                    total,
                )
            )
    return made
