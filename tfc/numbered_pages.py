"""Pages by their number, of lists whose order is made of figures and stands in no index."""

from django.http import HttpRequest


def page_number(text: str) -> int:
    """The first page for what is none; one beyond the end is the last."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def numbered(request: HttpRequest, page: int, pages: int) -> dict[str, str]:
    """The addresses of the pages beside this one."""

    def url(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return {
        "previous_url": url(page - 1) if page > 1 else "",
        "next_url": url(page + 1) if page < pages else "",
    }
