"""Pages of actions."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission, may_ever
from review_app.domain.workflow import ActionState
from review_app.features.actions import forms, queries, service
from review_app.kernel import clock, drafts
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.reading_log import note_reading

blueprint = Blueprint("actions", __name__, url_prefix="/actions")


@blueprint.get("")
@requires(Permission.ACTION_READ)
def list_actions() -> ResponseReturnValue:
    """List one's own actions, or everybody's, in one state."""
    actor = current_actor()
    asked = request.args.get("state", "")
    state = ActionState(asked) if asked in list(ActionState) else ActionState.OPEN
    own_only = request.args.get("whose") != "all" or not may_ever(actor, Permission.ACTION_VERIFY)
    page = queries.list_actions(
        actor, state=state, own_only=own_only, after=request.args.get("after")
    )
    shown = {"page": page, "state": state, "own_only": own_only, "today": clock.today()}
    return render_template("actions/list.html", states=list(ActionState), **shown)


@blueprint.get("/<key>")
@requires(Permission.ACTION_READ)
def show_action(key: str) -> ResponseReturnValue:
    """Show one action."""
    actor = current_actor()
    action = queries.get_action(actor, key)
    if action.case is not None:
        note_reading(actor, action, case_key=action.case.key, purpose="action")
    return render_template("actions/action.html", **_shown(key))


@blueprint.post("/<key>/done")
@requires(Permission.ACTION_DO)
def finish(key: str) -> ResponseReturnValue:
    """Mark an action done."""
    form = forms.DoneForm()

    def step() -> None:
        service.finish(current_actor(), key, evidence=form.evidence.data)

    return _step(key, form, "done_form", step)


@blueprint.post("/<key>/drop")
@requires(Permission.ACTION_DO)
def drop(key: str) -> ResponseReturnValue:
    """Give an action up."""
    form = forms.DropForm()

    def step() -> None:
        service.drop(current_actor(), key, reason=form.drop_reason.data)

    return _step(key, form, "drop_form", step)


@blueprint.post("/<key>/verify")
@requires(Permission.ACTION_VERIFY)
def verify(key: str) -> ResponseReturnValue:
    """Confirm that an action was done."""
    service.verify(current_actor(), key)
    flash(_("The action is verified."), "success")
    return redirect(url_for("actions.show_action", key=key))


@blueprint.post("/<key>/reopen")
@requires(Permission.ACTION_DO)
def reopen(key: str) -> ResponseReturnValue:
    """Take an action up again."""
    service.reopen(current_actor(), key)
    flash(_("The action is open again."), "success")
    return redirect(url_for("actions.show_action", key=key))


def _step(key: str, form: Any, name: str, step: Callable[[], None]) -> ResponseReturnValue:
    if form.validate():
        step()
        flash(_("Done. Thank you."), "success")
        return redirect(url_for("actions.show_action", key=key))
    return render_template("actions/action.html", **{**_shown(key), name: form}), 422


def _shown(key: str) -> dict[str, Any]:
    actor = current_actor()
    action = queries.get_action(actor, key)
    return {
        "action": action,
        "session": queries.session_of(actor, action),
        "is_late": action.state is ActionState.OPEN and action.due_on < clock.today(),
        "done_form": forms.DoneForm(data=drafts.load_draft(actor, f"action-done/{key}")),
        "drop_form": forms.DropForm(data=drafts.load_draft(actor, f"action-drop/{key}")),
    }
