SELECT court, channel, body, url, token_file, streets FROM delivery_target ORDER BY court, channel, body
