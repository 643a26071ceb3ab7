"""Where every refusal and every fault becomes an answer, once: a page, a fragment or JSON."""

import logging

from flask import Flask, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from review_app.domain.errors import Refusal
from review_app.kernel.forms import OF_THE_FRAME
from review_app.kernel.gate import SignInNeeded

log = logging.getLogger(__name__)
NOT_CARRIED = {"again", "csrf_token", "password", "submit"}


def wants_json() -> bool:
    """Say whether the asker is a program: the API, or a script of a page."""
    return (
        request.path.startswith("/api/")
        or request.headers.get("X-Requested-With") == "fetch"
        or request.accept_mimetypes.best == "application/json"
    )


def is_to_be_corrected(refusal: Refusal) -> bool:
    """Say whether a text was refused for what it holds: whoever wrote it gets it back to mend."""
    return refusal.facts.get("reason") in {"personal-number", "long"}


def show_refusal(refusal: Refusal) -> ResponseReturnValue:
    """Answer an expected "no"."""
    if wants_json():
        # Numbers of rows are the database's own; what stands in addresses are keys.
        told = {name: fact for name, fact in refusal.facts.items() if not name.endswith("_id")}
        return jsonify(code=refusal.code, facts=told), refusal.status
    sent = carried() if request.method == "POST" else []
    page = render_template(
        "errors/refusal.html",
        refusal=refusal,
        texts=[(name, value) for name, value in sent if is_written(name, value)],
        others=[(name, value) for name, value in sent if not is_written(name, value)],
        again=is_to_be_corrected(refusal),
    )
    return page, refusal.status


def sign_in_and_go_on(refusal: SignInNeeded) -> ResponseReturnValue:
    """Carry what was sent over the sign-in: an expired session must not cost a word."""
    if wants_json():
        return jsonify(code=refusal.code), refusal.status
    return render_template("errors/sign_in_again.html", carried=carried()), refusal.status


def send_again(_error: CSRFError) -> ResponseReturnValue:
    """Let a form whose token has died be sent once more, with everything in it."""
    if wants_json():
        return jsonify(code="form-expired"), 400
    return render_template("errors/send_again.html", carried=carried()), 400


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    """Answer what Flask itself refuses."""
    headers = error.get_response().headers
    status = error.code or 500
    if isinstance(error, SecurityError):  # another host's name: no page has an address here
        return "", status
    if wants_json():
        body = jsonify(code=error.name.lower().replace(" ", "-"))
    else:
        body = current_app.make_response(render_template("errors/http.html", status=status))
    for name in ("Allow", "Retry-After"):
        if name in headers:
            body.headers[name] = headers[name]
    return body, status


def show_fault(fault: Exception) -> ResponseReturnValue:
    """Answer a fault of ours: logged in full, shown without a word of it."""
    if current_app.testing:
        raise fault
    log.exception("fault in %s", request.endpoint)
    if wants_json():
        return jsonify(code="fault", request_id=g.get("request_id")), 500
    return render_template("errors/http.html", status=500), 500


def is_written(name: str, value: str) -> bool:
    """Tell what somebody wrote from codes, keys and numbers: words stand apart."""
    return name not in OF_THE_FRAME and len(value.split()) > 1


def carried() -> list[tuple[str, str]]:
    """Return the fields that were sent and may be shown again."""
    return [(n, v) for n, v in request.form.items(multi=True) if n not in NOT_CARRIED]


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(Refusal, show_refusal)
    app.register_error_handler(SignInNeeded, sign_in_and_go_on)
    app.register_error_handler(CSRFError, send_again)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(Exception, show_fault)
