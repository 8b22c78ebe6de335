"""Migrations while people work. docs/deploy/migrations.md"""
