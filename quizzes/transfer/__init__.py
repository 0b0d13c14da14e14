"""In and out: what a learner takes along to another program or another machine, and what they bring."""
