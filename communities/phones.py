"""Numbers that a reader may have to call at once. Pure."""

# The number for police, fire and ambulance. A mobile phone reaches them by 112 in most other countries.
EMERGENCY = {"US": "911", "CA": "911", "MX": "911", "GB": "999", "CN": "110", "AU": "000", "NZ": "111"}
ANYWHERE = "112"


def emergency_number(country: str) -> str:
    """By ISO 3166 code."""
    return EMERGENCY.get(country.upper(), ANYWHERE)


def dialed(number: str) -> str:
    """What stands behind "tel:": the digits, and a plus in front of them; an extension is left for the caller.

    Empty when there is nothing to dial.
    """
    main = number.lower().split("ext")[0].split("x")[0].strip()
    digits = "".join(sign for sign in main if sign in "0123456789")
    return f"+{digits}" if digits and main.startswith("+") else digits
