"""The HTTP server: page, API and their limits."""

from rekognize.server.app import create_app
from rekognize.server.settings import ServerSettings

__all__ = ["ServerSettings", "create_app"]
