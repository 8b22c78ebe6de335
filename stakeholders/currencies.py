"""The currencies in which money is recorded, with their names in the reader's language."""

from babel.numbers import get_currency_name, get_territory_currencies

from tfc.locales import locale_of_reader
from tfc.text.punctuation import phrases

# Those of the countries in which Oasis works, and of their neighbours.
CURRENCIES = (
    "AUD", "BDT", "BRL", "CAD", "CHF", "CNY", "EUR", "GBP", "INR", "KES", "KGS", "MXN", "MZN", "NZD", "TZS", "UGX",
    "USD", "ZAR", "ZMW",
)  # fmt: skip


def get_currency(country: str) -> str:
    """The one in use in the country (two letters); empty where none is known."""
    currencies = get_territory_currencies(country.upper()) if country else []
    return currencies[0] if currencies else ""


def currency_choices(*also: str) -> list[tuple[str, str]]:
    """(code, "USD, US Dollar") by code; ``also``: codes that must not be missing."""
    locale = locale_of_reader()
    codes = sorted({*CURRENCIES, *filter(None, also)})
    return [(code, phrases((code, get_currency_name(code, locale=locale)))) for code in codes]
