"""The desk: what township clerks and county reviewers work with all day."""
