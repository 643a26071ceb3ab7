"""A real mail server that keeps what it is given, and the settings that lead to it."""

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class Letterbox:
    """What came in: parsed mails, and the raw bytes beside them."""

    def __init__(self):
        self.raw, self.refuses = [], {}

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.raw.append(envelope.content)
        return "250 OK"

    @property
    def mails(self):
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    @property
    def receivers(self):
        return [mail["To"] for mail in self.mails]


@contextmanager
def mail_server():
    """Run the server on a free port; gives the box and the port."""
    box = Letterbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


def settings(port):
    return {
        "DEMO": False,
        "MAIL_HOST": "127.0.0.1",
        "MAIL_PORT": str(port),
        "MAIL_TLS": "none",
        "MAIL_USER": "",
        "MAIL_FROM": "no-answer@example.org",
        "PUBLIC_URL": "https://review.example.org",
    }
