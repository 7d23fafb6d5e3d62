SELECT court, channel, body, url, token_file, array_to_string(streets, ',') FROM delivery_target ORDER BY court, channel, body
