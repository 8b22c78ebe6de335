"""Charts: drawn once as SVG with classes, then shown on a page, printed, included in a PDF or downloaded.

`chart` defines the data of a chart, and only static/css/charts.css its colors; `inks` turns them into attributes for
files, and `files` makes the image and the data to download. Each app draws its own kinds of charts
(docs/adr/0005-charts.md).
"""

from tfc.charts.chart import Chart, Datum, Key, LinkedText

__all__ = ["Chart", "Datum", "Key", "LinkedText"]
