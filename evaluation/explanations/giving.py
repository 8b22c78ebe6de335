"""Beside item 12: what was given, and who is new. It is shown and never rated."""

from collections.abc import Iterable

from evaluation.beside import sentences
from evaluation.explanations.words import Details
from evaluation.measures import Measured


def resources_identified(measured: Measured, details: Details) -> Iterable[str]:
    return sentences(details.get("beside"))
