"""Pages of the rule sets; the due list and the figures have their own modules."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.features.timeliness import forms, presenters, queries, queries_bench, service
from review_app.kernel import clock
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.reading_log import note_reading

blueprint = Blueprint("timeliness", __name__, url_prefix="/timeliness")


@blueprint.context_processor
def own_words() -> dict[str, object]:
    """Give every page of the area its sentences, and whether rules wait for confirmation."""
    return {"say": presenters, "today": clock.today()}


@blueprint.get("/rules")
@requires(Permission.RULE_SET_READ)
def list_rule_sets() -> ResponseReturnValue:
    """List the rule sets with their versions, and how far a recomputation is."""
    actor = current_actor()
    return render_template(
        "timeliness/rule_sets.html",
        rule_sets=queries.list_rule_sets(actor),
        run=queries.latest_run(actor),
    )


@blueprint.get("/rules/progress")
@requires(Permission.RULE_SET_READ)
def progress() -> ResponseReturnValue:
    """Tell how far the newest recomputation is; the page asks again while it runs."""
    return render_template("timeliness/_progress.html", run=queries.latest_run(current_actor()))


@blueprint.post("/rules/recompute")
@requires(Permission.RULE_SET_EDIT)
def recompute() -> ResponseReturnValue:
    """Have every case computed anew."""
    service.recompute_all(current_actor())
    return redirect(url_for("timeliness.list_rule_sets"))


@blueprint.get("/rules/<key>")
@requires(Permission.RULE_SET_READ)
def show_rule_set(key: str) -> ResponseReturnValue:
    """Show one version with its rules."""
    actor = current_actor()
    rule_set = queries.get_rule_set(actor, key)
    return render_template(
        "timeliness/rule_set.html",
        rule_set=rule_set,
        versions=queries.versions_of(actor, rule_set.code),
        sees_drafts=queries.sees_drafts(actor),
        copy_form=forms.CopyForm(),
        confirm_form=forms.ConfirmForm(),
    )


@blueprint.post("/rules/<key>/draft")
@requires(Permission.RULE_SET_EDIT)
def start_draft(key: str) -> ResponseReturnValue:
    """Start the next version from this one."""
    form = forms.CopyForm()
    if not form.validate_on_submit():
        flash(_("Say from when the new version is in force, and what it is for."), "error")
        return redirect(url_for("timeliness.show_rule_set", key=key))
    draft = service.start_draft(
        current_actor(), key, valid_from_on=form.valid_from_on.data, reason=form.reason.data
    )
    flash(_("This is your draft. The rules in force stay until you publish."), "success")
    return redirect(url_for("timeliness.show_rule_set", key=draft.key))


@blueprint.route("/rules/<key>/edit", methods=["GET", "POST"])
@requires(Permission.RULE_SET_EDIT)
def edit_rule_set(key: str) -> ResponseReturnValue:
    """Change what a draft says for all of its rules."""
    rule_set = queries.get_rule_set(current_actor(), key)
    form = forms.rule_set_form(rule_set)
    if form.validate_on_submit():
        service.save_rule_set(current_actor(), key, **form.values())
        flash(_("Saved."), "success")
        return redirect(url_for("timeliness.show_rule_set", key=key))
    return render_template("timeliness/edit.html", rule_set=rule_set, form=form)


@blueprint.route("/rules/<key>/new", methods=["GET", "POST"])
@requires(Permission.RULE_SET_EDIT)
def add_rule(key: str) -> ResponseReturnValue:
    """Add a rule to a draft."""
    actor, form = current_actor(), forms.rule_form()
    rule_set = queries.get_rule_set(actor, key)
    if form.validate_on_submit():
        service.add_rule(actor, key, code=form.code.data, values=form.values())
        flash(_("The rule was added."), "success")
        return redirect(url_for("timeliness.show_rule_set", key=key))
    names = queries_bench.names_of_events(actor)
    page = "timeliness/rule.html"
    return render_template(page, rule_set=rule_set, rule=None, form=form, names=names)


@blueprint.route("/rules/<key>/rule/<rule_key>", methods=["GET", "POST"])
@requires(Permission.RULE_SET_EDIT)
def edit_rule(key: str, rule_key: str) -> ResponseReturnValue:
    """Change a rule of a draft."""
    actor = current_actor()
    rule = queries.get_rule(actor, key, rule_key=rule_key)
    form = forms.rule_form(rule)
    if form.validate_on_submit():
        service.save_rule(actor, key, rule_key=rule_key, values=form.values())
        flash(_("Saved."), "success")
        return redirect(url_for("timeliness.show_rule_set", key=key))
    names = queries_bench.names_of_events(actor)
    page = "timeliness/rule.html"
    return render_template(page, rule_set=rule.rule_set, rule=rule, form=form, names=names)


@blueprint.post("/rules/<key>/rule/<rule_key>/remove")
@requires(Permission.RULE_SET_EDIT)
def remove_rule(key: str, rule_key: str) -> ResponseReturnValue:
    """Take a rule out of a draft."""
    service.remove_rule(current_actor(), key, rule_key=rule_key)
    flash(_("The rule was removed from the draft."), "success")
    return redirect(url_for("timeliness.show_rule_set", key=key))


@blueprint.post("/rules/<key>/publish")
@requires(Permission.RULE_SET_PUBLISH)
def publish(key: str) -> ResponseReturnValue:
    """Let a draft be in force, and compute every case anew."""
    service.publish(current_actor(), key)
    flash(_("The rules are in force. Every case is being computed anew."), "success")
    return redirect(url_for("timeliness.list_rule_sets"))


@blueprint.post("/rules/<key>/confirm")
@requires(Permission.RULE_SET_CONFIRM)
def confirm(key: str) -> ResponseReturnValue:
    """Enter that somebody who answers for the law has looked at the rules."""
    form = forms.ConfirmForm()
    if form.validate_on_submit():
        service.confirm(current_actor(), key, words=form.confirmation.data)
        flash(_("Thank you. The rules are marked as confirmed."), "success")
    else:
        flash(_("Say who has held the rules against the law."), "error")
    return redirect(url_for("timeliness.show_rule_set", key=key))


@blueprint.route("/rules/<key>/try", methods=["GET", "POST"])
@requires(Permission.RULE_SET_READ)
def try_rules(key: str) -> ResponseReturnValue:
    """Try a version on a case; a case number comes by POST, so that none stands in an address."""
    actor = current_actor()
    if request.method == "POST":
        found = queries_bench.find_case(actor, request.form.get("number", ""))
        if found is None:
            flash(_("No case of that number or key that you may read."), "error")
        case_key = found.key if found else None
        return redirect(url_for("timeliness.try_rules", key=key, case=case_key))
    return _bench(key, request.args.get("case", ""))


def _bench(key: str, case_key: str) -> ResponseReturnValue:
    actor = current_actor()
    rule_set = queries.get_rule_set(actor, key)
    if not case_key:
        newest = queries_bench.some_case(actor)
        page = "timeliness/bench.html"
        return render_template(page, rule_set=rule_set, bench=None, newest=newest)
    bench = queries_bench.try_on(actor, key, case_key=case_key)
    shown = render_template("timeliness/bench.html", rule_set=rule_set, bench=bench, newest=None)
    note_reading(actor, bench.case, case_key=case_key, purpose="rule-bench")
    return shown
