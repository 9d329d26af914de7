"""The gate over HTTP: typed endpoints and the operator's page."""
