"""Charts as SVG, drawn by templates from plain shapes (docs/adr/0005-charts.md)."""
