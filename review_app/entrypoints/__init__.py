"""Ways in besides the pages: the command line and the API."""
