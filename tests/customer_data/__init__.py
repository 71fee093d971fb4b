"""Tests of customer data."""
