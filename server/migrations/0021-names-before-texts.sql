-- previous release may still run: yes (a column with a default)

-- Does what this team's agents write begin with their name, for the customer?
ALTER TABLE team ADD COLUMN signs_replies boolean NOT NULL DEFAULT false;
