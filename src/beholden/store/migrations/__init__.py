"""Migrations, run by Alembic through ``env.py``."""
