"""Read an IATI file and check it by the schema, ruleset and code lists of the standard."""

import json
import re
from pathlib import Path

from lxml import etree

from tests.reports.report_samples import NOW

IATI = Path(__file__).parent / "iati"
HILL, USA, ALL = (f"{place}/figures/{NOW}." for place in ("/c/hill", "/office/usa", "/international"))


def iati(client, url: str, schema: etree.XMLSchema) -> dict[str, etree._Element]:
    """Return the activities by identifier, after validating schema, ruleset and code lists."""
    response = client.get(url + "xml")
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    root = etree.fromstring(response.content)
    schema.assertValid(root)
    check_rules(root)
    check_codes(root)
    return {activity.findtext("iati-identifier"): activity for activity in root}


def check_rules(root: etree._Element) -> None:
    rules = json.loads((IATI / "standard_ruleset.json").read_text())
    for context, kinds in rules.items():
        for element in root.xpath(context):
            for case in kinds.get("atleast_one", {"cases": []})["cases"]:
                assert any(element.xpath(path) for path in case["paths"]), (context, case)
            for case in kinds.get("no_more_than_one", {"cases": []})["cases"]:
                assert sum(len(element.xpath(path)) for path in case["paths"]) <= 1
            for case in kinds.get("regex_matches", {"cases": []})["cases"]:
                for node in (node for path in case["paths"] for node in element.xpath(path)):
                    assert re.fullmatch(case["regex"], node if isinstance(node, str) else node.text)


def check_codes(root: etree._Element) -> None:
    codes = json.loads((IATI / "codes.json").read_text())
    for name, path in {
        "ActivityDateType": "//activity-date/@type",
        "ActivityScope": "//activity-scope/@code",
        "ActivityStatus": "//activity-status/@code",
        "Country": "//recipient-country/@code",
        "DocumentCategory": "//document-link/category/@code",
        "FileFormat": "//document-link/@format",
        "GeographicExactness": "//exactness/@code",
        "GeographicLocationClass": "//location-class/@code",
        "IndicatorMeasure": "//indicator/@measure",
        "IndicatorVocabulary": "//indicator/reference/@vocabulary",
        "Language": "//@xml:lang",
        "OrganisationRole": "//participating-org/@role",
        "OrganisationType": "//reporting-org/@type | //participating-org/@type",
        "RelatedActivityType": "//related-activity/@type",
        "ResultType": "//result/@type",
        "Sector": "//sector[@vocabulary='1']/@code",
        "SectorVocabulary": "//sector/@vocabulary",
    }.items():
        assert set(root.xpath(path)) - set(codes[name]) == set(), name
