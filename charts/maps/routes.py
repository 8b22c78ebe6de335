"""A small map of one town and the routes near it."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from charts.maps.outlines import outlines_for
from charts.maps.projection import NEAR_WIDTH, Place, fit_region


def draw_routes(title: str, description: str, town: Place, routes: Sequence[Sequence[Place]]) -> SafeString:
    """Draw the town, and each route as a line of its places. ``description``: the same in words."""
    projection = fit_region([town, *(place for route in routes for place in route)], NEAR_WIDTH)
    width, height = projection.size
    paths = [
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (projection.at(*place) for place in route))
        for route in routes
    ]
    x, y = projection.at(*town)
    context = {
        "title": title,
        "description": description,
        "outlines": outlines_for(projection),
        "paths": paths,
        "x": round(x, 1),
        "y": round(y, 1),
        "width": width,
        "height": height,
    }
    return SafeString(render_to_string("charts/routes.svg", context))
