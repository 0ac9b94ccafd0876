"""How does a person ask and read?"""

from search_app.app import create_app

__all__ = ["create_app"]
