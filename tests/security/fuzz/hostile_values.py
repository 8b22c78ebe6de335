"""Hostile values by name, so that a failing example can be read."""

import uuid

from hypothesis import strategies as st

MEGABYTE = 1_000_000

# Values that a refused form must show again.
WORDS = {
    "right to left": "\u202etxet neddih\u202c",
    "marks": "\u200fשלום\u200e a\u2066b\u2069",
    "markup": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "template": '{{ 7|add:7 }}{% debug %}${7*7}#read("/etc/passwd")',
    "statement": "x'; DROP TABLE events_event; --",
    "formula": '=HYPERLINK("http://x.example")',
    "path": "../../../../etc/passwd",
    "percent": "%s %(x)s %% %00",
    "accents on accents": "e" + "\u0301" * 200,
    "family": "👩‍👩‍👧‍👦🏳️‍🌈",
    "half width": "ＡＤＭＩＮ ｱ",
    "three hundred letters": "ü" * 300,
    "last letter": "\U0010ffff\ufffe",
}
NUMBERS = {
    "minus one": "-1",
    "minus zero": "-0",
    "small number": "32768",
    "number": "2147483648",
    "large number": "9223372036854775808",
    "most negative": "-9223372036854775809",
    "longer than a number": "9" * 40,
    "thousand digits": "1" * 5000,
    "infinite": "Infinity",
    "none": "NaN",
    "signalling": "sNaN",
    "exponent": "1e309",
    "huge exponent": "1E999999999",
    "fraction": "0.1",
    "comma": "1,5",
    "arabic": "٣",
    "superscript": "²",
    "half": "½",
    "underscore": "1_000",
    "hexadecimal": "0x10",
    "spaces": " 1 ",
    "plus": "+1",
}
DAYS = {
    "year zero": "0000-01-01",
    "first year": "0001-01-01",
    "last year": "9999-12-31",
    "year ten thousand": "10000-01-01",
    "thirtieth of February": "2026-02-30",
    "month thirteen": "2026-13-01",
    "american day": "02/30/2026",
    "hour that never was": "2026-03-08T02:30",
    "hour that was twice": "2026-11-01T01:30",
    "moment": "0001-01-01T00:00:00+14:00",
    "last moment": "9999-12-31T23:59:59-14:00",
    "midnight": "24:00",
    "late": "25:61",
    "half-year three": "2026-H3",
    "half-year of year zero": "0000-H1",
    "last half-year": "9999-H2",
    "half-year after": "99999-H1",
    "month": "2026-00",
    "last month": "9999-12",
    "first month": "0001-01",
}
ODD = {
    "empty": "",
    "space": " \t\r\n\u00a0\u3000",
    "zero": "\0",
    "zero within": "a\0b",
    "half a letter": "\ud800",
    "halves the wrong way": "\udc00\ud800",
    "letters of control": "".join(map(chr, range(1, 32))) + "\x7f\x85",
    "mark of order": "\ufeffx",
    "lines": "a\r\nSet-Cookie: x=1\r\n\r\nb",
    "a megabyte": "x" * MEGABYTE,
    "a megabyte of markup": "<" * MEGABYTE,
    "ten thousand lines": "\n" * 10_000,
    "null": "null",
    "true": "true",
    "on": "on",
    "list": "[]",
    "object": '{"a": {"$gt": ""}}',
    "identifier": str(uuid.UUID(int=0)),
    "no identifier": "00000000-0000-0000-0000-00000000000g",
    "colon": ":",
    "many colons": ":::1:2:3",
    "comma and dash": "-,-",
    "tilde": "~9223372036854775808",
    "signed": "eyJhIjoxfQ:1tXxXx:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "base64": "AAECAwQ=",
    "script": "javascript:alert(1)",
    "elsewhere": "//evil.example/\\x",
    "bad address": "http://[::1",
    "bad port": "http://x.example:99999999/",
    "bad host": "https://xn--a-ecp.ru/\u2100",
    "mailbox": "a@b",
    "long mailbox": "a@" + "x" * 300 + ".example",
    "mailbox and more": "a@x.example\r\nBcc: b@x.example",
    "phone": "+" + "9" * 30,
    "language": "xx-klingon",
    "dotted capital": "İSTANBUL",
}
VALUES = WORDS | NUMBERS | DAYS | ODD

names = st.sampled_from(sorted(VALUES))
texts = st.sampled_from(sorted(WORDS))
# Any other text.
anything = st.text(max_size=40).map(lambda text: f"text:{text}")


def get_value(name: str) -> str:
    return name.removeprefix("text:") if name.startswith("text:") else VALUES[name]
