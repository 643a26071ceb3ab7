"""Pages of actions."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Actor, Permission, Role
from review_app.domain.workflow import ActionState
from review_app.features.actions import forms, queries, service
from review_app.kernel import clock, drafts
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.reading_log import note_reading

__all__ = ["blueprint", "step", "wanted"]

blueprint = Blueprint("actions", __name__, url_prefix="/actions")


@blueprint.get("")
@requires(Permission.ACTION_READ)
def list_actions() -> ResponseReturnValue:
    """List one's own actions, or everybody's, in one state."""
    actor, asked = current_actor(), wanted()
    page = queries.list_actions(actor, wanted=asked, after=request.args.get("after"))
    return render_template(
        "actions/list.html",
        page=page,
        wanted=asked,
        owners=[] if asked.own_only else queries.owners(actor),
        sees_others=_sees_others(actor),
        today=clock.today(),
        states=list(ActionState),
    )


def wanted() -> queries.Wanted:
    """Read the filters out of the address; what makes no sense asks for nothing."""
    asked = request.args.get("state", "")
    return queries.Wanted(
        state=ActionState(asked) if asked in list(ActionState) else ActionState.OPEN,
        own_only=request.args.get("whose") != "all" or not _sees_others(current_actor()),
        owner=request.args.get("owner", "")[:40],
        late_only=request.args.get("late") == "1",
        plans_only=request.args.get("plans") == "1",
    )


def _sees_others(actor: Actor) -> bool:
    return actor.holds(Role.COORDINATOR) or actor.holds(Role.MANAGER)


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

    def finish_it() -> None:
        service.finish(current_actor(), key, evidence=form.evidence.data)

    return step(key, form, "done_form", finish_it)


@blueprint.post("/<key>/drop")
@requires(Permission.ACTION_DO)
def drop(key: str) -> ResponseReturnValue:
    """Give an action up."""
    form = forms.DropForm()

    def drop_it() -> None:
        service.drop(current_actor(), key, reason=form.drop_reason.data)

    return step(key, form, "drop_form", drop_it)


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


def step(key: str, form: Any, name: str, do: Callable[[], None]) -> ResponseReturnValue:
    """Do a step when its form is filled in, else show the page with what is missing."""
    if form.validate():
        do()
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
        "look_form": forms.LookForm(data=drafts.load_draft(actor, f"plan-look/{key}")),
    }
