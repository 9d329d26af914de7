"""Programs for those who work on Beholden: reference pages, audit, stylesheets."""
