"""The pages of editing a draft: outline, sections, criteria; on the checklists' blueprint."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.checklists import faults_of
from review_app.domain.errors import Conflict, Invalid
from review_app.features.checklists import presenters_editing, queries, service, service_sections
from review_app.features.checklists.forms_editing import CriterionForm, SectionForm
from review_app.features.checklists.routes_proposals import blueprint
from review_app.features.checklists.writing import section_at, texts_of
from review_app.kernel.gate import current_actor, requires
from review_app.models import ChecklistVersion

__all__ = ["blueprint"]


@blueprint.get("/versions/<key>/edit")
@requires(Permission.CHECKLIST_EDIT)
def edit_draft(key: str) -> ResponseReturnValue:
    """Show the outline of a draft: what can be moved, changed, added."""
    version = queries.open_draft(current_actor(), key)
    faults = faults_of(texts_of(version)) if version.criteria else []
    moved = request.args.get("moved", "")
    return render_template("checklists/outline.html", version=version, faults=faults, moved=moved)


@blueprint.post("/versions/<key>/arrange")
@requires(Permission.CHECKLIST_EDIT)
def arrange(key: str) -> ResponseReturnValue:
    """Move one criterion or section a step, or take the whole order a mouse has made."""
    sent = request.form
    step = -1 if "up" in sent or "section_up" in sent else 1
    if moved := sent.get("up") or sent.get("down"):
        service_sections.move_criterion(current_actor(), key, criterion_key=moved, step=step)
    elif (place := sent.get("section_up") or sent.get("section_down") or "").isdigit():
        service_sections.move_section(current_actor(), key, position=int(place), step=step)
    elif order := sent.get("order"):
        service_sections.arrange(current_actor(), key, order=_order(order))
    button = f"{'up' if step < 0 else 'down'}-{moved}" if moved else "outline"
    shown = sent.get("dropped") or moved
    return redirect(url_for("checklists.edit_draft", key=key, moved=shown, _anchor=button))


@blueprint.route("/versions/<key>/criteria/new", methods=["GET", "POST"])
@requires(Permission.CHECKLIST_EDIT)
def add_criterion(key: str) -> ResponseReturnValue:
    """Add a criterion to a draft."""
    actor = current_actor()
    version = queries.open_draft(actor, key)
    form = presenters_editing.criterion_form(actor, version)
    if form.changes_rows(request.form):
        presenters_editing.with_choices(actor, form, version, None)
    elif form.validate_on_submit():
        place = form.section.data
        service.add_criterion(actor, key, section_position=place, values=form.values())
        flash(_("The criterion was added."), "success")
        return redirect(url_for("checklists.show_version", key=key))
    return render_template("checklists/criterion.html", version=version, form=form, criterion=None)


@blueprint.route("/versions/<key>/criteria/<criterion_key>", methods=["GET", "POST"])
@requires(Permission.CHECKLIST_EDIT)
def edit_criterion(key: str, criterion_key: str) -> ResponseReturnValue:
    """Change a criterion of a draft."""
    actor, version = current_actor(), queries.open_draft(current_actor(), key)
    shown = queries.get_criterion(actor, key, key=criterion_key)
    form, others = presenters_editing.criterion_form(actor, version, shown), None
    if form.changes_rows(request.form):
        presenters_editing.with_choices(actor, form, version, shown)
    elif form.validate_on_submit():
        if _saved(form, key, criterion_key):
            flash(_("The criterion was saved."), "success")
            return redirect(url_for("checklists.edit_draft", key=key))
        others = presenters_editing.stands_otherwise(shown, form)
    given = {"version": version, "form": form, "criterion": shown, "others": others}
    return render_template("checklists/criterion.html", **given)


def _saved(form: CriterionForm, key: str, criterion_key: str) -> bool:
    """Save what is in the form; not over what somebody else saved meanwhile and nobody has seen."""
    try:
        service.save_criterion(
            current_actor(),
            key,
            criterion_key=criterion_key,
            values=form.values(),
            is_same_meaning=form.is_same_meaning.data,
            seen=form.seen.data or "",
        )
    except Conflict as refusal:
        form.seen.data = str(refusal.facts["seen"])
        return False
    return True


@blueprint.post("/versions/<key>/criteria/<criterion_key>/remove")
@requires(Permission.CHECKLIST_EDIT)
def remove_criterion(key: str, criterion_key: str) -> ResponseReturnValue:
    """Take a criterion out of a draft."""
    service.remove_criterion(current_actor(), key, criterion_key=criterion_key)
    flash(_("The criterion was removed from the draft."), "success")
    return redirect(url_for("checklists.edit_draft", key=key))


@blueprint.route("/versions/<key>/sections/new", methods=["GET", "POST"])
@requires(Permission.CHECKLIST_EDIT)
def add_section(key: str) -> ResponseReturnValue:
    """Add a section to a draft."""
    return _section_page(key, None)


@blueprint.route("/versions/<key>/sections/<int:position>", methods=["GET", "POST"])
@requires(Permission.CHECKLIST_EDIT)
def edit_section(key: str, position: int) -> ResponseReturnValue:
    """Change the titles of a section and when all of it is asked."""
    return _section_page(key, position)


def _section_page(key: str, position: int | None) -> ResponseReturnValue:
    actor = current_actor()
    version = queries.open_draft(actor, key)
    section = section_at(version, position) if position else None
    form = presenters_editing.section_form(actor, version, section)
    if form.changes_rows(request.form):
        presenters_editing.with_choices(actor, form, version, position or len(version.sections) + 1)
    elif form.validate_on_submit() and _kept(form, version, position):
        flash(_("The section was saved."), "success")
        return redirect(url_for("checklists.edit_draft", key=key))
    return render_template("checklists/section.html", version=version, form=form, section=section)


def _kept(form: SectionForm, version: ChecklistVersion, position: int | None) -> bool:
    given: dict[str, Any] = {"values": form.values()}
    try:
        if position:
            service_sections.save_section(current_actor(), version.key, position=position, **given)
        else:
            service_sections.add_section(current_actor(), version.key, **given)
    except Invalid:
        form.title_da.errors = [_("Another section has these titles.")]
        return False
    return True


@blueprint.post("/versions/<key>/sections/<int:position>/remove")
@requires(Permission.CHECKLIST_EDIT)
def remove_section(key: str, position: int) -> ResponseReturnValue:
    """Take a section with its criteria out of a draft."""
    count = int(request.form.get("criteria", type=int, default=0))
    service_sections.remove_section(current_actor(), key, position=position, criteria=count)
    flash(_("The section was removed from the draft."), "success")
    return redirect(url_for("checklists.edit_draft", key=key))


def _order(sent: str) -> list[tuple[int, list[str]]]:
    """Read ``2:key,key;1:key``, which sections stand where and with what.

    :raises Invalid: when it is something else.
    """
    order = []
    for part in sent.split(";"):
        position, _colon, keys = part.partition(":")
        if not position.isdigit():
            raise Invalid(field="order", reason="unknown")
        order.append((int(position), [key for key in keys.split(",") if key]))
    return order
