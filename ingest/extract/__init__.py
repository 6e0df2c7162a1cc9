"""One file per kind of fact; `read.py` puts them together. Every extractor is a pure function of a document."""
