SELECT to_regclass('fenliu.migration') IS NOT NULL
