"""What runs the product works on the files of an installation, so each test here has one of its own."""

import pytest
from flask import Flask


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """An app over a database in its own folder."""
    return own_app
