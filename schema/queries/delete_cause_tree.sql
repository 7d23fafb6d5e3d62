DELETE FROM cause_tree
