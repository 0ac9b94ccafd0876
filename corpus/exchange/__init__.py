"""How does a collection leave for other programs, and how does it come back?

`lines` (whole documents, losslessly), `arrivals` (taking such lines in), `table` (a spreadsheet),
`citations` with `ris`, `bibtex` and `dublin_core` (for reference managers and libraries), and
`backup` with `restoring` (everything in one file). The writers are pure: values in, text out.
"""
