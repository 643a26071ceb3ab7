"""Keeping a page of figures as it is filtered, to find it again."""

from urllib.parse import urlsplit

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Invalid
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.features.insights import queries_views
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import SavedView

LONGEST_ADDRESS = 500
MOST = 50
# Where figures are shown. Only the page itself decides who may see it, whenever it is opened.
OFFERED = ("/figures", "/timeliness/figures", "/reviews/responses")


def keep_view(actor: Actor, *, name: str, address: str) -> SavedView:
    """Keep an address of ours; the same name again takes the place of what it named.

    :raises Invalid: for an address that is no page of figures, for a name with a personal number,
        or when the actor keeps as many as one may.
    """
    demand(actor, Permission.SAVED_VIEW_KEEP)
    refuse_personal_numbers(name, field="name")
    if not _is_offered(address):
        raise Invalid(field="address", reason="unknown")
    with unit_of_work(actor) as work:
        kept = queries_views.list_views(actor)
        view = next((one for one in kept if one.name == name.strip()), None)
        if view is None:
            if len(kept) >= MOST:
                raise Invalid(field="name", reason="most", most=MOST)
            view = work.add(SavedView(owner_id=actor.id, name=name.strip(), address=address))
        view.address = address
        work.log(AuditCode.SAVED_VIEW_KEPT, view, address=address)
    return view


def _is_offered(address: str) -> bool:
    """Say whether an address is a path of ours on which figures stand."""
    parts = urlsplit(address)
    is_ours = not (parts.scheme or parts.netloc or parts.fragment)
    begins = any(parts.path == one or parts.path.startswith(f"{one}/") for one in OFFERED)
    return is_ours and begins and len(address) <= LONGEST_ADDRESS


def remove_view(actor: Actor, key: str) -> None:
    """Take a view away.

    :raises NotFound: when it is none of the actor's.
    """
    with unit_of_work(actor) as work:
        view = queries_views.get_view(actor, key)
        work.log(AuditCode.SAVED_VIEW_REMOVED, view)
        work.session.delete(view)
