"""What became of the records behind a report's figures since it was made. The report itself never changes."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from communities.models import Community
from evaluation.models import Figure
from evaluation.submission_changes import compute_changes
from evaluation.wording_changes import changed_since_text
from tfc.periods import HalfYear


def describe_changes_since(community: Community, snapshot: Mapping[str, Any]) -> dict[str, str]:
    """By part a sentence in the report's language, where anything changed. In the community's own scope.

    Of a figure that is locked the records are compared with those of today; of one that was stored anew since, the
    records of that day are not kept, so it says only that.
    """
    half_year = HalfYear.parse(snapshot["half_year"])
    stored = Figure.objects.for_half_year(half_year).for_communities([community.pk]).by_part()
    changes_by_part = compute_changes(community, half_year, stored).parts
    texts_by_part = {}
    with translation.override(snapshot["language"]):
        for part in (part for item in snapshot["items"] for part in item["parts"]):
            figure = stored.get(part["code"])
            if figure is None or not part["receipt"]["hash"]:
                continue
            if figure.receipt_hash != part["receipt"]["hash"]:
                texts_by_part[part["code"]] = _("The figure was computed anew since this report was made.")
            elif changes := changes_by_part.get(part["code"]):
                texts_by_part[part["code"]] = changed_since_text(changes)
    return texts_by_part
