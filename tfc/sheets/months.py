"""Months, weekdays and what stands around them in dates, in three languages, without accents. Pure."""

_MONTHS = (
    "january jan enero ene",
    "february feb febr febrero",
    "march mar marzo",
    "april apr abril abr",
    "may mayo",
    "june jun junio",
    "july jul julio",
    "august aug agosto ago",
    "september sep sept septiembre setiembre set",
    "october oct octubre",
    "november nov noviembre",
    "december dec diciembre dic",
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
WEEKDAYS = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon",
    "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "lunes", "martes",
    "miercoles", "jueves", "viernes", "sabado", "domingo", "lun", "mie", "jue", "vie",
    "sab", "dom",
})  # fmt: skip
FILLING = frozenset({
    "of", "the", "on", "de", "del", "el", "dia", "a",
})  # fmt: skip
CONNECTING = frozenset({"and", "y", "to", "al", "until", "through", "hasta"})
ORDINALS = ("st", "nd", "rd", "th")
CHINESE_DIGITS = {sign: str(number) for number, sign in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}


def chinese_number(text: str) -> str:
    """ "二十五" is 25, and "二〇二五" 2025; digits stay as they are."""
    if "十" in text:
        tens, _ten, ones = text.partition("十")
        return f"{CHINESE_DIGITS.get(tens, tens) or '1'}{CHINESE_DIGITS.get(ones, ones) or '0'}"
    return "".join(CHINESE_DIGITS.get(sign, sign) for sign in text)
