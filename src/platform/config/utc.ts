// Every moment in the database is UTC, and two of the three drivers go through the process's own zone: it has to be UTC as well.
process.env['TZ'] = 'UTC';
