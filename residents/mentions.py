"""Finds numbers and names in an open answer and detects negation; tolerates misspelling. Pure functions."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import takewhile

import phonenumbers
from rapidfuzz.distance import OSA

from residents import vocabulary
from tfc.text.normalize import without_accents

# A number with fewer digits is compared as a whole ("911"), not as a part of another.
LONG_NUMBER = 7
# A part of a long number with as many digits is unsure; fewer are another number.
PART_OF_NUMBER = 3
# Digits of a long number that may differ before it counts as another number.
UNSURE_DIGITS = 2
# Lengths from which one and two letters of a name may be wrong; one more wrong letter is unsure.
SHORT_NAME, LONG_NAME = 5, 8
NEAR = 4  # words between a negation and what it denies
# Hyphens as word processors write them, and characters without width, which come along when text is copied.
_PLAIN = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-") | dict.fromkeys("\u00ad\u200b\u2060\ufeff")
)
_CLAUSE_ENDS = re.compile(r"[.,;:!\n。，；：！、]+")
_DENIALS = frozenset({"no", "no way", "not", "never", "nunca", "jamas", "ni hablar", "不", "不行", "没有"})
_WORD = re.compile(r"[a-z0-9'#]+")
_NUMBER = re.compile(r"\+?\d[\d\s().+/-]*\d|\d")


class Standing(Enum):
    """How a mention is meant."""

    NAMED = auto()
    UNSURE = auto()
    DENIED = auto()
    NOT_KNOWN = auto()


@dataclass(frozen=True)
class Mention:
    """``name``: as in the vocabulary; ``other_cause``: a hotline for another cause."""

    name: str
    standing: Standing
    other_cause: bool = False


def simplify(text: str) -> str:
    """Return lower case without accents, with single spaces, plain hyphens, and plain digits instead of full-width
    ones.
    """
    return " ".join(without_accents(text.translate(_PLAIN).replace("’", "'")).casefold().split())


def split_clauses(text: str) -> list[str]:
    """Split at punctuation that is not inside a number, and at contrasts."""
    hidden = _NUMBER.sub(lambda number: re.sub(r"[.,]", "-", number[0]), text)
    # A clause keeps its question mark.
    hidden = re.sub("[?？]+", " ?.", hidden)
    for contrast in vocabulary.CONTRASTS:
        # "Anyone but" and "instead of" are no contrasts.
        pattern = rf"(?<!any.{{4}})(?<!any.{{5}})(?<!any.{{6}})\b{contrast}\b(?! of\b)"
        hidden = re.sub(pattern if contrast.isascii() else contrast, ".", hidden)
    clauses: list[str] = []
    for clause in filter(None, map(str.strip, _CLAUSE_ENDS.split(hidden))):
        # "Police? No" denies what was just named.
        if clauses and clause in _DENIALS:
            clauses[-1] = f"{clauses[-1]} {clause}"
        else:
            clauses.append(clause)
    return clauses


def find_names(
    clause: str, names: Iterable[str], is_clear: Callable[[str, str], bool] = lambda _lead, _tail: True
) -> Iterator[Mention]:
    """Yield each name, exact or similar. ``is_clear``: whether the text before and from the name leaves it clear."""
    tokens = [(match[0].strip("'"), match.start(), match.end()) for match in _WORD.finditer(clause)]
    for name in names:
        positions = _find_exactly(clause, name) if is_chinese(name) else _find_closely(tokens, name)
        for start, end, is_sure in positions:
            is_clear_here = is_clear(clause[:start], clause[start:]) and not says_more(clause[end:])
            yield _judge(clause, start, name, is_sure=is_sure, is_clear=is_clear_here)


def find_numbers(clause: str, numbers: Iterable[str], country: str) -> Iterator[Mention]:
    """Yield the numbers in any grouping, with or without prefix; similar ones are unsure."""
    for match in _NUMBER.finditer(clause):
        digits = re.sub(r"\D", "", match[0])
        for number in numbers:
            wanted = get_national_digits(number, country)
            if wanted and (is_sure := _compare_digits(digits, wanted)) is not None:
                yield _judge(clause, match.start(), number, is_sure=is_sure)


def says_more(text: str) -> bool:
    """Return True if a text that follows a name may say something about it: "the police are the traffickers"."""
    rest = _drop_idioms(text)
    for phrase in vocabulary.CHINESE_AFTER_NAMES:
        rest = rest.replace(phrase, " ")
    tokens = [token.strip("'") for token in _WORD.findall(rest)]
    vocabularies = (vocabulary.AFTER_NAMES, vocabulary.OTHER_PEOPLE, vocabulary.HOTLINE_WORDS)
    return any(sign >= "\u2e80" for sign in rest) or not all(
        token.isdigit() or any(token in words_of_kind for words_of_kind in vocabularies)
        for token in _before_reason(tokens)
    )


def _before_reason(tokens: Sequence[str]) -> Iterator[str]:
    return takewhile(lambda token: token not in vocabulary.REASONS, tokens)


def has_phrase(clause: str, phrases: Sequence[str]) -> bool:
    return any(
        phrase in clause
        if is_chinese(phrase)
        else re.search(rf"(?<![a-z0-9]){re.escape(phrase)}(?![a-z0-9])", clause)
        for phrase in phrases
    )


def get_national_digits(number: str, country: str) -> str:
    try:
        return str(phonenumbers.parse(number, country.upper()).national_number)
    except phonenumbers.NumberParseException:
        return re.sub(r"\D", "", number)


def _compare_digits(digits: str, wanted: str) -> bool | None:
    """Return True for the same number, False for a similar one, None for another one."""
    if len(wanted) < LONG_NUMBER:
        return True if digits == wanted else None
    if wanted in digits:
        return True
    ends = {digits, digits.lstrip("0"), digits[1:], digits[-len(wanted) :]}
    near = (len(digits) >= PART_OF_NUMBER and digits in wanted) or any(
        OSA.distance(end, wanted, score_cutoff=UNSURE_DIGITS) <= UNSURE_DIGITS for end in ends
    )
    return False if near else None


def _find_exactly(clause: str, name: str) -> Iterator[tuple[int, int, bool]]:
    for match in re.finditer(re.escape(name), clause):
        yield match.start(), match.end(), True


def _find_closely(tokens: Sequence[tuple[str, int, int]], name: str) -> Iterator[tuple[int, int, bool]]:
    """Compare windows of as many words as the name, one more and one fewer: "hot line" is "hotline"."""
    wanted, length = "".join(_WORD.findall(name)), len(_WORD.findall(name))
    allowed = (len(wanted) >= SHORT_NAME) + (len(wanted) >= LONG_NAME)
    for size in range(max(length - 1, 1), length + 2):
        for at in range(len(tokens) - size + 1):
            window = tokens[at : at + size]
            distance = _get_distance("".join(word for word, *_ in window), wanted, exactly=size != length)
            if distance <= allowed:
                yield window[0][1], window[-1][2], True
            elif allowed and distance == allowed + 1 and size == length and len(wanted) > SHORT_NAME:
                yield window[0][1], window[-1][2], False


def _get_distance(candidate: str, wanted: str, *, exactly: bool) -> int:
    """Return the edit distance; a plural is 0.

    Different word breaks need identical letters, and the first letter must match.
    """
    forms = {wanted, f"{wanted}s", f"{wanted}es", f"{wanted}'s"}
    if candidate in forms:
        return 0
    if exactly or candidate in vocabulary.OTHER_WORDS or candidate[:1] != wanted[:1]:
        return len(wanted)
    return min(OSA.distance(candidate, form) for form in forms)


def _judge(clause: str, start: int, name: str, *, is_sure: bool, is_clear: bool = True) -> Mention:
    lead, tail = _drop_idioms(clause[:start]), _drop_idioms(clause[start:])
    other_cause = has_phrase(" ".join(lead.split()[-2:]), vocabulary.OTHER_CAUSES)
    standing = _get_standing(lead, tail)
    if standing is Standing.NAMED and not (is_sure and (is_clear or other_cause)):
        standing = Standing.UNSURE
    return Mention(name, standing, other_cause)


def _get_standing(lead: str, tail: str) -> Standing:
    negations = _count_negations(lead)
    is_unknown = has_phrase(lead, vocabulary.NO_IDEA)
    if (negations or is_unknown) and has_phrase(f"{lead}{tail}", vocabulary.EXCEPTIONS):
        return Standing.UNSURE
    if is_unknown:
        return Standing.NOT_KNOWN
    if negations:
        return Standing.DENIED if negations == 1 and _is_near(lead) else Standing.UNSURE
    if has_phrase(lead, vocabulary.EXCEPTIONS):
        return Standing.UNSURE
    is_unsure = (
        _count_negations(tail)
        or has_phrase(tail, vocabulary.NO_IDEA)
        or has_phrase(f"{lead}{tail}", vocabulary.DISTRUST)
    )
    return Standing.UNSURE if is_unsure else Standing.NAMED


def _count_negations(text: str) -> int:
    tokens = [word.replace("'", "") for word in _WORD.findall(text)]
    latin = sum(word in vocabulary.NEGATIONS for word in tokens)
    return latin + sum(text.count(sign) for sign in vocabulary.CHINESE_NEGATIONS)


def _is_near(lead: str) -> bool:
    """Return True for a negation nearby; in Chinese, in the last four characters."""
    if is_chinese(lead[-1:]) or any(sign in lead for sign in vocabulary.CHINESE_NEGATIONS):
        return any(sign in lead[-4:] for sign in vocabulary.CHINESE_NEGATIONS)
    return _count_negations(" ".join(lead.split()[-NEAR:])) > 0


def _drop_idioms(text: str) -> str:
    for idiom in vocabulary.NO_NEGATIONS:
        text = re.sub(rf"(?<![a-z]){re.escape(idiom)}(?![a-z])", " ", text)
    return text


def is_chinese(text: str) -> bool:
    return bool(text) and text[0] >= "\u2e80"
