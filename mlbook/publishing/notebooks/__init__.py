"""Chapters as notebooks and scripts, and notebooks (labs) as chapters."""
