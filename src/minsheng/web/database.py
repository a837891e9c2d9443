"""The database that ``DATABASE_URL`` names."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

__all__ = ["database_of"]


def database_of(url: str) -> dict[str, Any]:
    """Django's settings for a database.

    Args:
        url: ``postgresql://user:password@host:port/name?sslmode=require`` or ``sqlite:///relative/path`` (``sqlite:////absolute``).

    Raises:
        ValueError: another kind of database; the message does not repeat the address, which may hold a password.

    >>> database_of("postgresql://clerk:s%40fe@db/minsheng")["PASSWORD"]
    's@fe'
    >>> database_of("sqlite:///minsheng.sqlite3")["NAME"]
    'minsheng.sqlite3'
    """
    parts = urlsplit(url)
    if parts.scheme in ("postgresql", "postgres"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path.removeprefix("/")),
            "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"},
        }
    raise ValueError(f"DATABASE_URL begins with postgresql:// or sqlite:///, not with {parts.scheme or 'nothing'}://")
