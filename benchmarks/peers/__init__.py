"""Search engines that answer the same queries over the same documents: see ``search_peers.py``."""
