"""The version of this package, as the project's file tells it."""

from importlib.metadata import version

VERSION = version("dreamos-agent")
