"""Alembic migrations. Each version stands on its own: it never imports the tables of today."""
