"""The parts of :class:`index.whoosh_codec.SegmentCodec`: segment files under Whoosh's own API.

    forms         the formats of Whoosh ⇄ flat numbers
    stored        stored fields ⇄ JSON
    columns       the columns of Whoosh as they are kept in a segment file
    collect       lists in the making, posting by posting
    write         what Whoosh tells while it writes → one segment file
    opened        one segment file, opened, as Whoosh asks for it
    posting_list  one list, and what is known of it and its blocks
    matcher       a walk along one list
    terms         the terms of the fields
    documents     what there is by document: lengths, columns, vectors, stored fields

Whoosh gives the classes here their methods and the names of these.
"""
