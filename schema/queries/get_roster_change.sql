SELECT n FROM roster_change
