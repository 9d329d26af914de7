"""What the data make of a claim: recomputed, compared, and named by how it went wrong. Pure."""
