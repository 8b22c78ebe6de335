"""`make bench`: what the application costs, as ratios to bare views measured beside it (docs/performance.md)."""
