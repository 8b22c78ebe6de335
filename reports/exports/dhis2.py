"""Figures for DHIS2: values as dataValueSets, and the metadata that its administrator imports once (docs/formats.md).

What is not known is absent: DHIS2 has no word for it, and reads an empty value as a deletion. Both files are for a
country's system, so that they hold what an office reads, also where a community takes them.
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
    """The values of known figures; a declared zero is one. Of percentages also what they are made of."""
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
    """Data elements, indicators, places, the data set: by codes that stay, and ids that follow from them."""
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
    """An id as DHIS2 wants it, a letter and ten letters or digits: always the same for the same thing."""
    rest = int.from_bytes(hashlib.sha256(f"traffickfree:{kind}:{code}".encode()).digest())
    rest, first = divmod(rest, len(string.ascii_letters))
    identifier = string.ascii_letters[first]
    while len(identifier) < UID_LENGTH:
        rest, sign = divmod(rest, len(SIGNS))
        identifier += SIGNS[sign]
    return identifier


def _elements(part: Part) -> Iterator[dict[str, Any]]:
    """A percentage is never added up; numerators and denominators are, but for samples of different towns."""
    # Towns that met together have the same meeting each.
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
    """What DHIS2 computes over places and half-years: a percentage of summed parts, never a mean of percentages."""
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
    """A data element in an expression."""
    return "#{" + uid("dataElement", code) + "}"


def _group(indicator: Indicator) -> dict[str, Any]:
    """One of our five indicators, whose parts are what DHIS2 calls so."""
    parts = [part for part in PARTS if part.indicator == indicator.code]
    return {
        "id": uid("indicatorGroup", indicator.code),
        "code": indicator.code,
        "name": f"TraffickFree: {indicator.title}",
        "indicators": [{"id": uid("indicator", part.code)} for part in parts],
    }


def _units(communities: list[Community]) -> Iterator[dict[str, Any]]:
    """Each office with its communities below it. A town's place is not in it: an administrator has its own."""
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
        # DHIS2 refuses values from before it; the first half-years of these records are later.
        "openingDate": "2010-01-01",
    }
