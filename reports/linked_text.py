"""Sentences in which a figure leads to what it rests on: kept as plain sentences, and beside each what in it is a link.

While a sentence is made, marks of Unicode's private range stand around the words that lead somewhere, so that they come
through translation, whatever order a language puts them in.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
MARKED = re.compile(f"{OPEN}([^{MIDDLE}]*){MIDDLE}([^{CLOSE}]*){CLOSE}")


@dataclass(frozen=True)
class Link:
    """Words of a sentence; ``to``: the anchor in the report that they lead to."""

    text: str
    to: str


def linked(text: str, to: str) -> str:
    return f"{OPEN}{to}{MIDDLE}{text}{CLOSE}"


def plain(marked: Iterable[str]) -> list[str]:
    return [MARKED.sub(lambda match: match[2], sentence) for sentence in marked]


def get_links(marked: Iterable[str]) -> list[list[Link]]:
    """For each sentence its links, in the order in which they stand in it."""
    return [[Link(match[2], match[1]) for match in MARKED.finditer(sentence)] for sentence in marked]


def get_text_runs(snapshot: Mapping[str, Any]) -> list[list[dict[str, str]]]:
    """The summary for page and PDF: each sentence as pieces of text, ``to`` "" where a piece leads nowhere.

    A snapshot of before there were links has none.
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
