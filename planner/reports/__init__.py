"""Reports that a sponsor reads, decides on and can trust later: the same words as a page, a PDF and a JSON file."""
