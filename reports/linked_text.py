"""Sentences with links from a figure to its source, stored as plain sentences and a list of links for each.

During formatting the linked words are enclosed in characters of Unicode's private use area, so that they survive
translation in any word order.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
MARKED = re.compile(f"{OPEN}([^{MIDDLE}]*){MIDDLE}([^{CLOSE}]*){CLOSE}")


@dataclass(frozen=True)
class Link:
    """Linked words of a sentence; ``to`` is the anchor in the report."""

    text: str
    to: str


def linked(text: str, to: str) -> str:
    return f"{OPEN}{to}{MIDDLE}{text}{CLOSE}"


def plain(marked: Iterable[str]) -> list[str]:
    return [MARKED.sub(lambda match: match[2], sentence) for sentence in marked]


def get_links(marked: Iterable[str]) -> list[list[Link]]:
    """Return the links of each sentence, in order of occurrence."""
    return [[Link(match[2], match[1]) for match in MARKED.finditer(sentence)] for sentence in marked]


def get_text_runs(snapshot: Mapping[str, Any]) -> list[list[dict[str, str]]]:
    """Return the summary for page and PDF: each sentence as text runs, with ``to`` "" where a run is not linked.

    Older snapshots have no links.
    """
    sentences = snapshot["summary"]
    links = snapshot.get("summary_links") or [[]] * len(sentences)
    return [
        _runs(sentence, sentence_links) for sentence, sentence_links in zip(sentences, links, strict=False)
    ]


def _runs(sentence: str, links: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    runs, rest = [], sentence
    for link in links:
        before, link_text, after = rest.partition(link["text"])
        if link_text:
            runs += [{"text": before, "to": ""}, {"text": link_text, "to": link["to"]}]
            rest = after
    return [run for run in (*runs, {"text": rest, "to": ""}) if run["text"]]
