"""Pagination by page number, for lists whose order is computed and has no index."""

from django.http import HttpRequest


def page_number(text: str) -> int:
    """Return the page number; 1 if it is invalid. The caller limits it to the last page."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def get_page_urls(request: HttpRequest, page: int, pages: int) -> dict[str, str]:
    """Return the URLs of the previous and the next page."""

    def url(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return {
        "previous_url": url(page - 1) if page > 1 else "",
        "next_url": url(page + 1) if page < pages else "",
    }
