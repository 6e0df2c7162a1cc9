"""Identity: which pages are one work, which reports are one trial, which summary is about which work.

Pure functions over the affected neighbourhood, the same answer in whatever order pages came:

    nodes.py      what one page says about its own work, and about each work it points at
    works.py      nodes -> works (one citation each)
    trials.py     works -> trials, through registration numbers; conflicts instead of wrong merges
    relations.py  what a work is to its trial: registration, protocol, results, ...
    choose.py     which of several stated values is shown
    rows.py       works -> rows of the catalog
    trial_rows.py trials -> rows of the catalog
    corrections.py what people overruled
"""
