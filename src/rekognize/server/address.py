"""How a server is reached."""

from __future__ import annotations


def address_of(host: str, port: int) -> str:
    """The address of a server without encryption; an IPv6 host stands in brackets (RFC 3986)."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
