"""Emergency numbers by country. Pure functions."""

# Police, fire and ambulance. In most other countries, 112 works from a mobile phone.
NUMBERS = {"US": "911", "CA": "911", "MX": "911", "GB": "999", "CN": "110", "AU": "000", "NZ": "111"}
ELSEWHERE = "112"


def emergency_number(country: str) -> str:
    """Return the emergency number. ``country``: ISO 3166, two letters."""
    return NUMBERS.get(country.upper(), ELSEWHERE)
