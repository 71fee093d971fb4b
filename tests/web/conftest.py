"""An app with one area more, written as an author would, to try the toolkits on."""

from collections.abc import Iterator

import pytest
from flask import Flask

from planner.web import api
from tests.web.planted_api import blueprint


@pytest.fixture
def planted_app(own_app: Flask) -> Iterator[Flask]:
    """An app of its own that takes what the planted area takes; no other app's document for programs tells of it."""
    own_app.register_blueprint(blueprint)
    vars(api.spec).pop("_spec", None)
    yield own_app
    vars(api.spec).pop("_spec", None)
