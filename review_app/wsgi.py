"""The application for a WSGI server: ``gunicorn review_app.wsgi:app``."""

from review_app import create_app

app = create_app()
