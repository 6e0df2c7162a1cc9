"""One file per kind of fact. Every extractor is a pure function of a document (and of facts read before it)."""
