FETCH 2000 FROM told_event
