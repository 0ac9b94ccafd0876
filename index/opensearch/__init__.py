"""The index on OpenSearch, for collections that outgrow one machine.

    name                                     alias of all engine indices of the build in use
    name-documents-<fingerprint>-<time>      one engine index per part (:mod:`index.parts`)
    watwerkt-locks                           who is changing which index

OpenSearch finds, filters, counts and orders. Words, places, numbers behind a score and the lines
that are shown are ours, so that the answers are those of the embedded engine.
"""
