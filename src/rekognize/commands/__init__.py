"""The command line: one file a command, its imports inside it."""

from rekognize.commands.app import main

__all__ = ["main"]
