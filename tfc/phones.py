"""Phone numbers: validation, one written form, and links to dial. Pure functions."""

from collections.abc import Iterable

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, shortnumberinfo


def as_written(text: str, region: str) -> str | None:
    """Return ``+1 626-555-0142``, or a short number such as 988 unchanged; None for an impossible number.

    ``region``: the country (ISO 3166, two letters) whose numbers are written without a country code.
    """
    number = _parse_number(text, region)
    if number is None:
        return None
    if phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    return str(number.national_number) if _is_short(number, region) else None


def clean_phone(text: str, regions: Iterable[str], *, longest: int) -> str:
    """Return a typed number as `as_written` does in the first region that has it; empty for none. Raises
    ValidationError.
    """
    if not text:
        return ""
    number = next((number for region in regions if (number := as_written(text, region))), None)
    if number is None or len(number) > longest:
        raise ValidationError(_("Enter a valid phone number. Start with + for another country."))
    return number


def as_link(text: str, region: str) -> str:
    """Return ``tel:+1-626-555-0142``; empty if it is not a number."""
    number = _parse_number(text, region)
    if number is None:
        return ""
    if phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, PhoneNumberFormat.RFC3966)
    return f"tel:{number.national_number}" if _is_short(number, region) else ""


def numbers_in(text: str) -> list[str]:
    """Split a list of hotlines: an office may enter several, separated by commas."""
    return [number for part in text.split(",") if (number := part.strip())]


def _parse_number(text: str, region: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region.upper())
    except NumberParseException:
        return None


def _is_short(number: PhoneNumber, region: str) -> bool:
    return shortnumberinfo.is_valid_short_number_for_region(number, region.upper())
