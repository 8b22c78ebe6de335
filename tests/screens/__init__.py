"""`make screens`: opens every page of the demo on every screen and writes build/screens/index.html."""
