DELETE FROM calendar
