"""Claims in an article: every number with who, when and what. Pure."""
