"""SQLite behind ports: one file, one writer, numbered migrations.

The unit of work rolls back unless it is committed; nothing here commits on its own account, and nothing here speaks.
"""
