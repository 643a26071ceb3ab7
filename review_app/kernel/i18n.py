"""Languages: the person's own setting, else the browser's language, else Danish.

Source texts are English and stand in ``_()``; the Danish catalogue is complete (a test says so).
"""

from datetime import date, datetime
from typing import Any

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations
from flask import Flask, g, request
from flask_babel import Babel, Domain, get_locale
from flask_login import current_user
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from review_app.kernel.clock import ZONE

LANGUAGES = {"da": "Dansk", "en": "English"}
COOKIE = "language"


def choose_language() -> str:
    """Return the language of this request."""
    if current_user and current_user.is_authenticated and current_user.person.language:
        return str(current_user.person.language)
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(list(LANGUAGES), default="da") or "da"


def language() -> str:
    """Return ``da`` or ``en``: which of two columns (``name_da``, ``name_en``) to show."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "da"


def in_language(thing: object, name: str, code: str = "") -> str:
    """Return the text *name* of *thing* in the reader's language, or in the other where empty.

    A page that asks hundreds of times passes the language's *code*.
    """
    first, second = ("en", "da") if (code or language()) == "en" else ("da", "en")
    found = getattr(thing, f"{name}_{first}", None) or getattr(thing, f"{name}_{second}", None)
    return str(found or "")


def _locale() -> str:
    return "en_GB" if language() == "en" else "da_DK"


def show_day(day: date | None) -> str:
    """Write a local day as dd-mm-yyyy; empty when there is none."""
    return "" if day is None else f"{day:%d-%m-%Y}"


def show_month(month_on: date, *, short: bool = False) -> str:
    """Write a month in words, such as March 2026, or short as 03-26."""
    return format_date(month_on, "MM-yy" if short else "MMMM y", locale=_locale())


def show_moment(moment: datetime | None) -> str:
    """Write a moment in Danish local time as dd-mm-yyyy HH.mm (HH:mm in English)."""
    if moment is None:
        return ""
    return f"{moment.astimezone(ZONE):%d-%m-%Y} {show_time(moment)}"


def show_time(moment: datetime | None) -> str:
    """Write the local time of day."""
    if moment is None:
        return ""
    local = moment.astimezone(ZONE)
    return f"{local:%H:%M}" if language() == "en" else f"{local:%H.%M}"


def show_number(number: float | None, decimals: int = 0) -> str:
    """Write a number with the reader's decimal mark; empty when there is none."""
    if number is None:
        return ""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(number, pattern, locale=_locale())


def show_share(share: float | None, decimals: int = 0) -> str:
    """Write a share from 0 to 1 as percent; empty when there is none."""
    if share is None:
        return ""
    pattern = (
        "#,##0" + ("." + "0" * decimals if decimals else "") + ("%" if language() == "en" else " %")
    )
    return format_percent(share, pattern, locale=_locale())


def show_points(share_apart: float | None) -> str:
    """Write a difference of two shares in percentage points, with its sign; empty for none."""
    if share_apart is None:
        return ""
    whole = round(share_apart * 100)
    return ("+" if whole > 0 else "−" if whole < 0 else "") + show_number(abs(whole))


class Catalogues(Domain):
    """The catalogues by language; looked up for every word of a page, so by as little as can be."""

    def __init__(self) -> None:
        super().__init__()
        self.by_locale: dict[Locale | None, NullTranslations] = {}

        self.last: tuple[Locale | None, NullTranslations] = (None, NullTranslations())

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the reader's language."""
        locale = get_locale()
        of, catalogue = self.last
        if of is not locale:  # compared by value, languages cost more than the words
            catalogue = self._find(locale)
            self.last = (locale, catalogue)
        return catalogue

    def _find(self, locale: Locale | None) -> NullTranslations:
        found = self.by_locale.get(locale)
        if found is None:
            found = super().get_translations()
            if locale is not None:  # there is none outside a request
                self.by_locale[locale] = found
        return found

    @pass_eval_context
    def in_template(self, context: EvalContext, text: str, **variables: Any) -> str:
        """Translate as Jinja's own ``_()`` does, always a format string, at a third of the cost."""
        found = self.get_translations().ugettext(text)
        if context.autoescape:
            found = Markup(found)  # noqa: S704 - from our own templates and catalogue
        return found % variables if "%" in found else found


def init_app(app: Flask) -> None:
    """Register languages, filters and globals."""
    babel = Babel(
        app,
        default_locale="da",
        default_timezone="Europe/Copenhagen",
        locale_selector=choose_language,
    )
    words = babel.domain_instance = Catalogues()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: words.get_translations().ugettext(text),
        ngettext=lambda one, more, n: words.get_translations().ungettext(one, more, n),
        newstyle=True,
    )
    app.jinja_env.filters.update(
        day=show_day,
        month=show_month,
        moment=show_moment,
        time=show_time,
        number=show_number,
        share=show_share,
        points=show_points,
        text_of=in_language,
    )
    app.jinja_env.globals.update(_=words.in_template, gettext=words.in_template)
    app.jinja_env.globals.update(get_locale=get_locale, language=language, languages=LANGUAGES)

    @app.before_request
    def forget_language() -> None:
        g.pop("_flask_babel", None)
