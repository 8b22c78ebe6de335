"""Phone numbers of services: checked, written in one way, and as links that a phone can dial. Pure."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, shortnumberinfo


def as_written(text: str, region: str) -> str | None:
    """``+1 626-555-0142``, or a short number such as 988 as it is; None when nobody could have such a number.

    ``region``: the country (ISO 3166, two letters) whose numbers are written without a country code.
    """
    number = _parsed(text, region)
    if number is None:
        return None
    if phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    return str(number.national_number) if _is_short(number, region) else None


def as_link(text: str, region: str) -> str:
    """``tel:+1-626-555-0142``; empty for what is no number."""
    number = _parsed(text, region)
    if number is None:
        return ""
    if phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, PhoneNumberFormat.RFC3966)
    return f"tel:{number.national_number}" if _is_short(number, region) else ""


def numbers_in(text: str) -> list[str]:
    """An office may name more hotlines than one, with commas between them."""
    return [number for part in text.split(",") if (number := part.strip())]


def _parsed(text: str, region: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region.upper())
    except NumberParseException:
        return None


def _is_short(number: PhoneNumber, region: str) -> bool:
    return shortnumberinfo.is_valid_short_number_for_region(number, region.upper())
