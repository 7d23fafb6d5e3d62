SELECT nextval('id_block')
