"""The files of the index: segments of flat arrays, written in bulk and read by memory map.

    container   named arrays in one file that knows its checksums
    lists       posting lists as bytes
    strings     sorted strings: terms, and the values of columns
    columns     what documents have: facet values, sort keys
    postings    terms with their lists
    vectors     which terms a document has, by document
    build       documents in, a segment out
    merge       several segments in, one out
    segment     one segment, read

It knows nothing of Whoosh, of languages or of the fields that are searched. The format is drawn in
``docs/performance.md``.
"""
