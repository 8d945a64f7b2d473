"""What a partnership story is: languages, judge, facts, grouping. Pure: no I/O, the clock is passed in."""
