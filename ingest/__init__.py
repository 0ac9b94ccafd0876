"""How does a file become a Document?"""
