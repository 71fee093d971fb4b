"""Running the product: its schema, its server, backup and restore."""
