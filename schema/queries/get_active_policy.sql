SELECT hash FROM policy_active
