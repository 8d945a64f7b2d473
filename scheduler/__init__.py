"""Runs it: command line, service, timetable, work queue, health, wiring."""
