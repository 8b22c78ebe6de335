"""Find anything that one may see: each app says in a module ``found`` what of its own can be found, and by which words.

Such a module has ``COMMUNITY_KINDS`` or ``OFFICE_KINDS``, or both: tuples of `Findable` and `Fixed`
(communities/site_search.py asks them all at once).
"""

from tfc.search.declared import Findable, Hit, Kind, Seeker, StaticSource
from tfc.search.matching import labelled
from tfc.search.words import Words

__all__ = ["Findable", "Hit", "Kind", "Seeker", "StaticSource", "Words", "labelled"]
