"""Recognising what an answer says."""
