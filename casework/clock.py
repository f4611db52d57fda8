"""The only reader of the system clock; for web, jobs and cli, never for the floors below."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251
