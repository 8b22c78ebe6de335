"""Communities on a map: outlines that lie here, no tile server, marks at their town and never at an address."""
