"""Which communities need attention: facts, rules and words."""
