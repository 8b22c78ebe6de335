"""The demo: real places, made-up people and records, the same at every loading, cut by the clock."""
