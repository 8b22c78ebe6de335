"""Communities on a map: local outlines without a tile server, and marks at the town, never at an address."""
