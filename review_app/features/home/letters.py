"""From a letter to a mail: kinds, counts and links, and never a word about a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import current_app
from flask_babel import force_locale, ngettext

from review_app.domain.notifications import STOP, News
from review_app.domain.waiting import WaitingKind
from review_app.features.home.service_notifications import Letter, Notice
from review_app.kernel import links
from review_app.kernel.mail import Mail

MOST_LINKS = 5  # of one kind; the rest stands on the overview


@dataclass(frozen=True, slots=True)
class Part:
    """The news of one kind in a letter, what is overdue first."""

    kind: WaitingKind
    notices: Sequence[Notice]
    stop_url: str

    @property
    def linked(self) -> list[tuple[Notice, str]]:
        """The first of the news, with addresses."""
        first = self.notices[:MOST_LINKS]
        return [(one, links.address("home.follow_news", key=one.key)) for one in first]


def write(letter: Letter) -> Mail:
    """Return *letter* as a mail in the person's language."""
    with force_locale(letter.language):
        parts = _parts(letter)
        facts = {
            "parts": parts,
            "count": len(letter.notices),
            "organisation": current_app.config["ORGANISATION"],
            "product_name": current_app.config["PRODUCT_NAME"],
            "language": letter.language,
            "overview_url": links.address("home.overview"),
            "settings_url": links.address("home.choose_mail"),
        }
        return Mail(
            to=letter.email,
            subject=f"{current_app.config['PRODUCT_NAME']}: {_in_short(len(letter.notices))}",
            text=_render("mail/news.txt", facts),
            html=_render("mail/news.html", facts),
            stop_url=_stop_url(letter, [part.kind for part in parts]),
        )


def _in_short(count: int) -> str:
    return str(ngettext("%(num)s thing waits for you", "%(num)s things wait for you", count))


def _parts(letter: Letter) -> list[Part]:
    latest_first = sorted(letter.notices, key=lambda one: list(News).index(one.news), reverse=True)
    in_order = sorted(latest_first, key=lambda one: one.kind)
    return [
        Part(kind, list(notices), _stop_url(letter, [kind]))
        for kind, notices in groupby(in_order, key=lambda one: one.kind)
    ]


def _stop_url(letter: Letter, kinds: Sequence[WaitingKind]) -> str:
    token = links.sign(STOP, [letter.person_key, list(kinds)])
    return links.address("home.stop_mail", token=token)


def _render(template: str, facts: dict[str, object]) -> str:
    # Not render_template: it fills in the frame of a page, and nobody asks for a page here.
    return current_app.jinja_env.get_template(template).render(facts)
