"""Measures the product beside peers that do only the core of the same work, in the same run: ratios, not promises."""
