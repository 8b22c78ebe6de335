"""Search: each app declares in a module ``search`` which of its records can be found, and by which words.

Such a module has ``COMMUNITY_KINDS`` or ``OFFICE_KINDS``, or both: tuples of `Findable` and `StaticSource`
(communities/site_search.py queries all of them at once).
"""

from tfc.search.declared import Findable, Hit, Kind, Seeker, StaticSource
from tfc.search.matching import build_label_case
from tfc.search.words import Words

__all__ = ["Findable", "Hit", "Kind", "Seeker", "StaticSource", "Words", "build_label_case"]
