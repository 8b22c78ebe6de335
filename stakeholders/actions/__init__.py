"""Every write of this app; all run in the scope of the community that owns the rows."""
