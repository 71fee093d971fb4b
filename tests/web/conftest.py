"""An app with one area more, written as an author would, to try the toolkits on."""

import pytest
from flask import Flask

from tests.web.planted_api import blueprint


@pytest.fixture
def planted_app(own_app: Flask) -> Flask:
    """An app of its own that takes what the planted area takes."""
    own_app.register_blueprint(blueprint)
    return own_app
