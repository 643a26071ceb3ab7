"""The application for a WSGI server: ``gunicorn review_app.wsgi:app``."""

from review_app import create_app
from review_app.kernel import logging

app = create_app()
logging.configure(app.config["LOG_LEVEL"])
