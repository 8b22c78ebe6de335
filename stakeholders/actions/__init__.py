"""Every write of this app. All run inside the scope of the community whose rows they are."""
