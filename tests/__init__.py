"""Tests, in the same areas as the product."""
