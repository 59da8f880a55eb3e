"""What is generated is whole: a module for each operation that the API's description names, and each can be imported."""

import importlib
import json
import pkgutil
from pathlib import Path

from dreamos_client.rest import api

DESCRIPTION = Path(__file__).resolve().parents[3] / "openapi.json"


def test_every_operation_has_a_module_that_can_be_imported() -> None:
    described = json.loads(DESCRIPTION.read_text())
    operations = {
        operation["operationId"] for path in described["paths"].values() for operation in path.values() if "operationId" in operation
    }
    modules = [module.name for module in pkgutil.walk_packages(api.__path__, f"{api.__name__}.") if not module.ispkg]
    assert {name.rpartition(".")[2] for name in modules} == operations
    assert all(hasattr(importlib.import_module(name), "sync_detailed") for name in modules)
