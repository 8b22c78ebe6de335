"""What a guide is made of. One text serves the page, in every language, and docs/guides/, in English."""

from dataclasses import dataclass

from communities.models import Role
from evaluation.instrument import Text


@dataclass(frozen=True)
class Step:
    """One thing to do. ``text``: a paragraph; ``page``: the name of an address where it is done, of the reader's own
    place or of everybody; ``label``: the link's words; ``picture``: a name in help/pictures.py."""

    title: Text
    text: Text
    page: str = ""
    label: Text = ""
    picture: str = ""


@dataclass(frozen=True)
class Chapter:
    """``code``: its anchor, which stays as it is."""

    code: str
    title: Text
    lead: Text
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Guide:
    """``role``: who has its pages in a community; none for offices and for whoever has no account."""

    code: str
    title: Text
    lead: Text
    icon: str
    chapters: tuple[Chapter, ...]
    role: Role | None = None
