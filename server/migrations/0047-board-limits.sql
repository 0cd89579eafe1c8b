-- previous release may still run: yes (a column it leaves as it is)

-- How many tickets a column of the board should hold at most; null = as many as there are. People are asked, never stopped.
ALTER TABLE ticket_status ADD COLUMN most integer CHECK (most BETWEEN 1 AND 9999);
