"""Bad submissions of a form: which fields are wrong, how, and in which encoding they are sent."""

import gzip
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_from_bytes

from django.test import Client
from hypothesis import strategies as st

from tests.security.fuzz.hostile_values import anything, get_value, names, texts
from tests.security.fuzz.html_forms import Form, picture

BOUNDARY = "bound"
FORM_TYPE = "application/x-www-form-urlencoded"
PARTS_TYPE = f"multipart/form-data; boundary={BOUNDARY}"
Pairs = list[tuple[str, str]]
# The response type of Django's test client.
Answer = Any

# How a field is wrong. BENT: a valid value with an error in it.
SET, DROPPED, DOUBLED, BENT, FOREIGN = HOWS = ("set", "dropped", "doubled", "bent", "foreign")
FILE_NAMES = {
    "plain": "a.png",
    "no ending": "a",
    "path": "../../../etc/passwd",
    "windows path": "C:\\a\\..\\b.pdf",
    "zero": "a\0.png",
    "right to left": "a\u202egnp.exe",
    "long": "a" * 300 + ".png",
    "quotes": 'a";x="b.png',
    "two endings": "a.pdf.html",
    "capital": "A.PNG",
    "spreadsheet": "a.xlsx",
    "table": "a.csv",
    "archive": "a.zip",
    "json": "a.json",
    "document": "a.docx",
    "pdf": "a.pdf",
}
CONTENTS = {
    "picture": picture(),
    "empty": b"",
    "zeros": bytes(2000),
    "page": b"<!DOCTYPE html><script>alert(1)</script>",
    "drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "half a picture": picture()[:40],
    "polyglot": b"GIF89a/*" + bytes(20) + b"*/=alert(1)//",
    "table": b"Name,Sector\r\nHill,Schools\r\n=1+1,\x00\r\n",
    "halves": b"\xff\xfe\x00\xd8a\x00",
    "archive": b"PK\x05\x06" + bytes(18),
    "half an archive": b"PK\x03\x04" + bytes(60),
    "json": b'{"services": [{"id": 1e999, "name": {"a": []}}, null, 7]}',
    "deep json": b"[" * 100_000,
    "pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
}


@dataclass(frozen=True)
class Spoilt:
    field: str
    how: str
    value: str = "empty"


@dataclass(frozen=True)
class Try:
    spoilt: tuple[Spoilt, ...]
    wrapping: str
    # For each file of the form, by the names above.
    file: tuple[str, str] = ("plain", "picture")
    # The chosen button.
    pressed: str = ""


def tries(form: Form) -> st.SearchStrategy[Try]:
    fields = st.sampled_from([*form.names, "unasked"])
    values = st.one_of(names, names, texts, anything)
    spoilt = st.builds(Spoilt, fields, st.sampled_from([SET, SET, *HOWS]), values)
    # Mostly encoded as browsers do, since values deserve more tries than encodings.
    wrappings = st.sampled_from([*["form"] * 48, *["parts"] * 12, *WRAPPINGS])
    files = st.tuples(st.sampled_from(sorted(FILE_NAMES)), st.sampled_from(sorted(CONTENTS)))
    buttons = [
        f"{field.name}={option}"
        for field in form.fields
        if field.kind == "submit"
        for option in field.options
    ]
    return st.builds(
        Try,
        st.lists(spoilt, min_size=1, max_size=4, unique_by=lambda fault: fault.field).map(tuple),
        wrappings,
        files,
        st.sampled_from(buttons or [""]),
    )


def get_pairs(form: Form, mutation: Try, foreign: list[str]) -> Pairs:
    """Return the submitted pairs in order, without files."""
    spoilt = {fault.field: fault for fault in mutation.spoilt}
    sent: Pairs = []
    for field in form.fields:
        if field.kind in ("file", "submit", "image"):
            continue
        if wrong := spoilt.pop(field.name, None):
            sent += spoil(wrong, field.filled, foreign)
        elif field.value is not None:
            sent.append((field.name, field.value))
    if pressed := mutation.pressed or form.pressed:
        name, _, value = pressed.partition("=")
        wrong = spoilt.pop(name, None)
        sent += spoil(wrong, value, foreign) if wrong else [(name, value)]
    for wrong in spoilt.values():
        sent += spoil(wrong, "", foreign)
    return sent


def spoil(wrong: Spoilt, right: str, foreign: list[str]) -> Pairs:
    name, bad = wrong.field, get_value(wrong.value)
    if wrong.how == DROPPED:
        return []
    if wrong.how == DOUBLED:
        return [(name, right), (name, bad)]
    if wrong.how == FOREIGN:
        return [(name, foreign[len(wrong.value) % len(foreign)])]
    if wrong.how == BENT:
        return [(name, _bent(right, wrong.value))]
    return [(name, bad)]


def _bent(right: str, by: str) -> str:
    ways = (
        right + "\0",
        right[:-1],
        right * 2,
        "-" + right,
        right.upper(),
        right + " ",
        "0" + right,
        right[::-1],
    )
    return ways[len(by) % len(ways)]


def encoded(text: str) -> bytes:
    """Encode the text, also with lone surrogates, which no browser sends."""
    return text.encode("utf-8", "surrogatepass")


def get_query(pairs: Pairs) -> str:
    return "&".join("=".join(quote_from_bytes(encoded(text), safe="") for text in pair) for pair in pairs)


def get_parts(pairs: Pairs, files: list[tuple[str, str, bytes]]) -> bytes:
    body = b""
    for name, value in pairs:
        body += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode(
            errors="replace"
        )
        body += encoded(value) + b"\r\n"
    for name, file_name, content in files:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        body += head.encode() + b"Content-Type: image/png\r\n\r\n" + content + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


# Other content types, bodies and headers for the fields.
WRAPPINGS: dict[str, Any] = {
    "json": lambda pairs: ("application/json", json.dumps(dict(pairs)).encode(), {}),
    "broken json": lambda _pairs: ("application/json", b'{"a":', {}),
    "text": lambda pairs: ("text/plain", get_query(pairs).encode(), {}),
    "no type": lambda pairs: ("", get_query(pairs).encode(), {}),
    "odd type": lambda pairs: (";;=\x7f", get_query(pairs).encode(), {}),
    "nothing": lambda _pairs: (FORM_TYPE, b"", {}),
    "half the parts": lambda pairs: (PARTS_TYPE, get_parts(pairs, [])[:-20], {}),
    "no boundary": lambda pairs: ("multipart/form-data", get_parts(pairs, []), {}),
    "odd boundary": lambda pairs: (f"multipart/form-data; boundary={'é' * 5}", get_parts(pairs, []), {}),
    "base64 parts": lambda pairs: (
        PARTS_TYPE,
        get_parts(pairs, []).replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"),
        {},
    ),
    "parts as fields": lambda pairs: (FORM_TYPE, get_parts(pairs, []), {}),
    "bad bytes": lambda _pairs: (FORM_TYPE, bytes(range(256)), {}),
    "bad percents": lambda pairs: (FORM_TYPE, get_query(pairs).encode() + b"&%=%zz&%u0041=1&&&=", {}),
    "other letters": lambda pairs: (f"{FORM_TYPE}; charset=utf-16", get_query(pairs).encode("utf-16"), {}),
    "seven bits": lambda pairs: (PARTS_TYPE + "; charset=utf-7", get_parts([*pairs, ("x", "+2AA-")], []), {}),
    "half a letter in seven bits": lambda pairs: (
        PARTS_TYPE + "; charset=utf-7",
        get_parts([(name, "+2AA-") for name, _value in pairs], []),
        {},
    ),
    "no letters": lambda pairs: (PARTS_TYPE + "; charset=zlib", get_parts(pairs, []), {}),
    "letters escaped": lambda pairs: (
        PARTS_TYPE + "; charset=unicode_escape",
        get_parts([(name, "\\ud800\\") for name, _value in pairs], []),
        {},
    ),
    "packed": lambda pairs: (
        FORM_TYPE,
        gzip.compress(get_query(pairs).encode()),
        {"HTTP_CONTENT_ENCODING": "gzip"},
    ),
    "three thousand fields": lambda pairs: (
        FORM_TYPE,
        get_query([*pairs, *[("x", "1")] * 3000]).encode(),
        {},
    ),
    "a long key": lambda pairs: (FORM_TYPE, get_query([*pairs, ("k" * 100_000, "1")]).encode(), {}),
    "another verb": lambda pairs: (
        FORM_TYPE,
        get_query([*pairs, ("_method", "DELETE")]).encode(),
        {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
    ),
    "by htmx": lambda pairs: (
        FORM_TYPE,
        get_query(pairs).encode(),
        {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://[::1", "HTTP_HX_TARGET": "\x00"},
    ),
    "odd headers": lambda pairs: (
        FORM_TYPE,
        get_query(pairs).encode(),
        {"HTTP_ACCEPT_LANGUAGE": "x" * 300, "HTTP_REFERER": "http://[::1", "HTTP_X_FORWARDED_FOR": "::,'"},
    ),
}


def send(client: Client, form: Form, mutation: Try, foreign: list[str]) -> tuple[Answer, Pairs]:
    pairs = get_pairs(form, mutation, foreign)
    takes = [field.name for field in form.fields if field.kind == "file"]
    name, content = FILE_NAMES[mutation.file[0]], CONTENTS[mutation.file[1]]
    if mutation.wrapping in WRAPPINGS:
        media_type, body, headers = WRAPPINGS[mutation.wrapping](pairs)
    elif takes or mutation.wrapping == "parts":
        files = [(path, name, content) for path in takes]
        media_type, body, headers = PARTS_TYPE, get_parts(pairs, files), {}
    else:
        media_type, body, headers = FORM_TYPE, get_query(pairs).encode(), {}
    return client.generic("POST", form.path, body, content_type=media_type, **headers), pairs
