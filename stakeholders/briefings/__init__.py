"""Two pages for officials: what stands in them, and their PDF."""
