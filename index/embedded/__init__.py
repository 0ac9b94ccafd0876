"""The embedded engine: a Whoosh index whose segments are flat arrays, searched with NumPy.

schema      what Whoosh is told of the fields
writer      changes in bulk; which segments are merged when
state       which build is in use, and whether its files are as they were written
leaf        one segment as a searcher sees it
scoring     BM25
standing    where the words of a phrase stand
terms       where the terms of a question stand
snapshot    one state of the index
evaluate    which documents of a segment match, and their scores
matches     what matches in all segments, counted by facets
ranking     the order of hits
answer      question in, results out
explain     what a score is the sum of
completion  what is being typed
"""
