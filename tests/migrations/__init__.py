"""What migrations do to those who work meanwhile. docs/deploy/migrations.md"""
