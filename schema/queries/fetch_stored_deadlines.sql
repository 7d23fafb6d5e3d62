FETCH 2000 FROM stored_deadline
