"""Key figures: what is measured, from where it started, where it should be when, and how it moves."""
