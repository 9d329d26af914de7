"""Numbers whose words name nothing that is counted, heard a second time by what the data have."""
