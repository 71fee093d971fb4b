// Small enhancements, attached by data- attributes; every page works without them.
