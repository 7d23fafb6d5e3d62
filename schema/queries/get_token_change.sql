SELECT n FROM token_change
