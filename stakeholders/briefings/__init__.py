"""Two-page briefings for officials: their content and their PDF."""
