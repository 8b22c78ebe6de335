"""Figures for DHIS2: dataValueSets, and the metadata that its administrator imports once (docs/formats.md).

Unknown values are left out: DHIS2 has no state for them and reads an empty value as a deletion. Both files are for
national systems, so they contain what an office may read, also when a community downloads them.
"""

import hashlib
import string
from collections.abc import Iterable, Iterator
from typing import Any

from communities.models import Community, Office
from evaluation.instrument import INDICATORS, PARTS, Indicator, Part, Rule, Unit
from reports.exports.columns import FigureRow, get_notes
from tfc.csv_text import number_cell

UID_LENGTH = 11
SIGNS = string.ascii_letters + string.digits
SHORT_NAME = 50
DATA_SET = "TFC_HALF_YEAR"
OFFICE = "office-"
NUMERATOR, DENOMINATOR = "_num", "_den"
NUMBER, SUM, NONE = "NUMBER", "SUM", "NONE"
PERCENT, COUNT = "TFC_PERCENT", "TFC_NUMBER"
WHOLE = "1"


def data_values(rows: Iterable[FigureRow]) -> dict[str, Any]:
    """Return the values of known figures, declared zeros included; for percentages also numerator and denominator."""
    return {
        "dataElementIdScheme": "CODE",
        "orgUnitIdScheme": "CODE",
        "dataValues": [value for row in rows if row.measured.has_value for value in _values(row)],
    }


def _values(row: FigureRow) -> Iterator[dict[str, str]]:
    measured, code = row.measured, row.standing.part.code
    common_fields = {"period": row.half_year.dhis2, "orgUnit": row.community.slug}
    note = get_notes(row)
    comment = {"comment": note} if note else {}
    yield {"dataElement": code, **common_fields, "value": number_cell(measured.value), **comment}
    if measured.denominator is not None and not measured.percent_only:
        yield {"dataElement": code + NUMERATOR, **common_fields, "value": number_cell(measured.numerator)}
        yield {"dataElement": code + DENOMINATOR, **common_fields, "value": number_cell(measured.denominator)}


def metadata(communities: Iterable[Community]) -> dict[str, Any]:
    """Return data elements, indicators, organisation units and the data set, with stable codes and ids derived from
    them.
    """
    elements = [element for part in PARTS for element in _elements(part)]
    units = list(_units(list(communities)))
    return {
        "organisationUnits": units,
        "dataElements": elements,
        "indicatorTypes": [
            _type(PERCENT, "TraffickFree, percent", 100),
            _type(COUNT, "TraffickFree, number", 1),
        ],
        "indicators": [_indicator(part) for part in PARTS],
        "indicatorGroups": [_group(indicator) for indicator in INDICATORS],
        "dataSets": [
            {
                "id": uid("dataSet", DATA_SET),
                "code": DATA_SET,
                "name": "TraffickFree Communities, half-year",
                "shortName": "TraffickFree half-year",
                "periodType": "SixMonthly",
                "dataSetElements": [{"dataElement": {"id": element["id"]}} for element in elements],
                "indicators": [{"id": uid("indicator", part.code)} for part in PARTS],
                "organisationUnits": [{"id": unit["id"]} for unit in units if "parent" in unit],
            }
        ],
    }


def uid(kind: str, code: str) -> str:
    """Return a DHIS2 id (a letter, then ten letters or digits), derived from kind and code."""
    rest = int.from_bytes(hashlib.sha256(f"traffickfree:{kind}:{code}".encode()).digest())
    rest, first = divmod(rest, len(string.ascii_letters))
    identifier = string.ascii_letters[first]
    while len(identifier) < UID_LENGTH:
        rest, sign = divmod(rest, len(SIGNS))
        identifier += SIGNS[sign]
    return identifier


def _elements(part: Part) -> Iterator[dict[str, Any]]:
    """Yield the data elements of a part. Percentages are never summed; numerators and denominators are, except for
    samples of different communities.
    """
    # Communities that met jointly each count the same meeting.
    adds = part.rule != Rule.INTERVAL and part.code != "stakeholder_meetings"
    aggregation = SUM if adds else NONE
    title = f"{part.label} {part.title}"
    if part.unit != Unit.PERCENT:
        yield _element(part, part.code, title, aggregation)
        return
    yield _element(part, part.code, f"{title} (%)", NONE)
    yield _element(part, part.code + NUMERATOR, f"{title} (numerator)", aggregation)
    yield _element(part, part.code + DENOMINATOR, f"{title} (denominator)", aggregation)


def _element(part: Part, code: str, name: str, aggregation: str) -> dict[str, Any]:
    return {
        "id": uid("dataElement", code),
        "code": code,
        "name": name,
        "shortName": code[:SHORT_NAME],
        "description": f"{part.how_counted} (version {part.version})",
        "valueType": NUMBER,
        "domainType": "AGGREGATE",
        "aggregationType": aggregation,
        "zeroIsSignificant": True,
    }


def _type(code: str, name: str, factor: int) -> dict[str, Any]:
    return {
        "id": uid("indicatorType", code),
        "code": code,
        "name": name,
        "factor": factor,
        "number": factor == 1,
    }


def _indicator(part: Part) -> dict[str, Any]:
    """Return the DHIS2 indicator. Over places and periods it is a percentage of summed parts, never a mean of
    percentages.
    """
    is_share = part.unit == Unit.PERCENT
    return {
        "id": uid("indicator", part.code),
        "code": part.code,
        "name": f"{part.label} {part.title}",
        "shortName": part.code[:SHORT_NAME],
        "description": f"{part.question} {part.how_counted} (version {part.version})",
        "indicatorType": {"id": uid("indicatorType", PERCENT if is_share else COUNT)},
        "numerator": _term(part.code + NUMERATOR if is_share else part.code),
        "numeratorDescription": str(part.how_counted),
        "denominator": _term(part.code + DENOMINATOR) if is_share else WHOLE,
        "denominatorDescription": str(part.how_counted) if is_share else WHOLE,
        "annualized": False,
        "decimals": 1 if is_share else 0,
    }


def _term(code: str) -> str:
    """Return a data element reference for an expression."""
    return "#{" + uid("dataElement", code) + "}"


def _group(indicator: Indicator) -> dict[str, Any]:
    """Return one of our five indicators as a DHIS2 indicator group of its parts."""
    parts = [part for part in PARTS if part.indicator == indicator.code]
    return {
        "id": uid("indicatorGroup", indicator.code),
        "code": indicator.code,
        "name": f"TraffickFree: {indicator.title}",
        "indicators": [{"id": uid("indicator", part.code)} for part in parts],
    }


def _units(communities: list[Community]) -> Iterator[dict[str, Any]]:
    """Yield each office, and its communities below it. Geographic places are not included: an administrator's system
    has its own.
    """
    offices = {community.office.slug: community.office for community in communities}
    for office in offices.values():
        yield _unit(OFFICE + office.slug, office.name)
    for community in communities:
        yield {**_unit(community.slug, community.name), "parent": {"id": _unit_id(community.office)}}


def _unit_id(office: Office) -> str:
    return uid("organisationUnit", OFFICE + office.slug)


def _unit(code: str, name: str) -> dict[str, Any]:
    return {
        "id": uid("organisationUnit", code),
        "code": code,
        "name": name,
        "shortName": name[:SHORT_NAME],
        # DHIS2 refuses values from before the opening date; all records here are later.
        "openingDate": "2010-01-01",
    }
