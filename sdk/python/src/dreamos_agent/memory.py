"""What an agent remembers of a conversation when its process is started anew: a small file in the workspace."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

_FOLDER = ".dreamos-agent"
_SESSION = re.compile(r"[0-9a-f]{32}")


class Memory(MutableMapping[str, Any]):
    """JSON values by name. Each change is on disk when it returns, whole or not at all."""

    def __init__(self, path: Path, values: dict[str, Any]) -> None:
        self._path = path
        self._values = values

    @classmethod
    def begin(cls, folder: Path, session: str) -> Memory:
        """Begin to remember a new conversation."""
        memory = cls(_path(folder, session), {})
        memory._save()
        return memory

    @classmethod
    def recall(cls, folder: Path, session: str) -> Memory | None:
        """Take up what was remembered of a conversation; None when there is nothing, or it is not ours."""
        if not _SESSION.fullmatch(session):
            return None
        path = _path(folder, session)
        try:
            values = json.loads(path.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        return cls(path, values) if isinstance(values, dict) else None

    def forget(self) -> None:
        """Remove it: the conversation is over."""
        self._path.unlink(missing_ok=True)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __setitem__(self, name: str, value: Any) -> None:
        changed = {**self._values, name: value}
        # A value that is not JSON is refused before anything is changed.
        json.dumps(changed)
        self._values = changed
        self._save()

    def __delitem__(self, name: str) -> None:
        del self._values[name]
        self._save()

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def _save(self) -> None:
        self._path.parent.mkdir(exist_ok=True)
        written = self._path.with_suffix(".new")
        written.write_text(json.dumps(self._values, ensure_ascii=False), "utf-8")
        os.replace(written, self._path)


def _path(folder: Path, session: str) -> Path:
    return folder / _FOLDER / f"{session}.json"
