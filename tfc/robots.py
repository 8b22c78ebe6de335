"""GET /robots.txt: search engines may index the public pages and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

RULES = """User-agent: *
Allow: /$
Allow: /p/
Allow: /static/
Disallow: /
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(RULES, content_type="text/plain; charset=utf-8")
