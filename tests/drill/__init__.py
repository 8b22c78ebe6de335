"""`make drill`: break things under load, and compare what people were told with what is stored (docs/drills.md)."""
