"""Writes `src/dreamos_client/rest` from the API's description: when a wheel is built, and when this file is run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).resolve().parent
DESCRIPTION = HERE.parent.parent / "openapi.json"
TARGET = HERE / "src" / "dreamos_client" / "rest"
# Not JSON: `sync_detailed(...).content` of these has the bytes.
RAW = {
    "GET /api/v1/orgs/{org}/audit/export",
    "GET /api/v1/orgs/{org}/backup",
    "GET /api/v1/orgs/{org}/logs/export",
    "GET /metrics",
}


class Generate(BuildHookInterface):  # type: ignore[type-arg]
    """Generates before anything is packed."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generates, unless this is an unpacked source archive, which has it."""
        if DESCRIPTION.exists() or not TARGET.exists():
            generate()


def generate() -> None:
    """Writes the package anew.

    Raises:
        SystemExit: An operation cannot be generated.
    """
    settings = {"project_name_override": "dreamos-client", "package_name_override": "rest", "literal_enums": True, "post_hooks": []}
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.json"
        config.write_text(json.dumps(settings))
        command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--overwrite"]
        command += ["--path", str(DESCRIPTION), "--output-path", str(TARGET), "--config", str(config)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    said = done.stdout + done.stderr
    left_out = set(re.findall(r"parsing (\S+ \S+) within", said))
    if done.returncode != 0 or "ERROR" in said or not left_out <= RAW:
        raise SystemExit(f"{DESCRIPTION} could not be made into a client; left out: {sorted(left_out - RAW)}\n{said}")


if __name__ == "__main__":
    generate()
