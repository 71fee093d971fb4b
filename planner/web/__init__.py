"""The toolkit of the pages: guards, forms, saving, filters, navigation and error pages."""
