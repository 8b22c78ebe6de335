"""`make bench`: the application's cost as ratios to bare views measured at the same time (docs/performance.md)."""
