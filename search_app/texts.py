"""The texts of templates, of which the language is found out once in a request."""

from __future__ import annotations

from typing import Any

from flask import Flask, g
from flask_babel import get_translations


def speak(app: Flask) -> None:
    """Let templates say their texts; a page has hundreds of them."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of the extension i18n
        gettext=lambda text: _texts().ugettext(text),
        ngettext=lambda one, several, number: _texts().ungettext(one, several, number),
        newstyle=True,
    )


def _texts() -> Any:
    if "texts" not in g:
        g.texts = get_translations()
    return g.texts
