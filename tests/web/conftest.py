"""An app with one area more, written as an author would, to try the toolkits on."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from flask import Flask

from planner.web import api
from tests.web.planted_api import blueprint


def document_made_again() -> dict[str, Any]:
    """Make the document for programs; spectree takes its models apart while it does, so they are put back."""
    models = deepcopy(api.spec.models)
    try:
        made: dict[str, Any] = type(api.spec)._generate_spec(api.spec)
    finally:
        api.spec.models = models
    return made


vars(api.spec)["_generate_spec"] = document_made_again


@pytest.fixture
def planted_app(own_app: Flask) -> Iterator[Flask]:
    """An app of its own that takes what the planted area takes; no other app's document for programs tells of it."""
    own_app.register_blueprint(blueprint)
    vars(api.spec).pop("_spec", None)
    yield own_app
    vars(api.spec).pop("_spec", None)
