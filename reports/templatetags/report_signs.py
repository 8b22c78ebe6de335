"""Template tags of reports: ratings and states as 16 by 16 signs, as they look in a bar, and links to this site."""

from urllib.parse import urlsplit

from django import template

from charts.signs import area_sign

register = template.Library()
register.filter("area_sign", area_sign)


@register.filter
def url_path(url: str) -> str:
    """Return a stored URL without its host: files keep the host of the day when the report was built, pages use this
    one.
    """
    return urlsplit(url)._replace(scheme="", netloc="").geturl()
