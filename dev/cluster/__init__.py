"""`make cluster`: every part of an installation of several machines, each on an address of its own, on this one."""
