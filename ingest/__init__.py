"""trialtrace: pages about clinical trials in, one SQLite catalog out. `pipeline.py` tells the whole story."""

__version__ = "0.1.0"
