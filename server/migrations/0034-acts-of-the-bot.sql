-- previous release may still run: yes (what its decisions count as is 0: they are missing in the report)

-- What each decision counts as in the bot's report, and what nothing answered: to take every trace apart, and to look for each
-- decision's messages, made a month of a busy company time out. Bits: 1 it answered the message that opened the conversation,
-- 2 it spoke, 4 it handed over, 8 it gave up, 16 it was asked for a person (BOT_ACTS of @balcao/core).
ALTER TABLE bot_trace ADD COLUMN acts smallint NOT NULL DEFAULT 0, ADD COLUMN unanswered text, ADD COLUMN unanswered_in uuid;

-- of a step's own places in a packed trace, 0 is the event, 1 the team, 3 the folded text and 7 what happened when nothing won
CREATE FUNCTION pg_temp.said(trace json, place int) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT trace->'values'->>((trace#>'{steps,0,0}'->>place)::int) $$;

UPDATE bot_trace b SET
  acts = CASE WHEN f.seq = 1 THEN 1 ELSE 0 END
    + CASE WHEN EXISTS (SELECT FROM message m WHERE m.account_id = b.account_id AND m.conversation_id = b.conversation_id
        AND m.author = 'bot' AND m.created_at = b.at) THEN 2 ELSE 0 END
    + CASE WHEN t.handed_over THEN 4 ELSE 0 END + CASE WHEN t.gave_up THEN 8 ELSE 0 END + CASE WHEN t.asked THEN 16 ELSE 0 END,
  unanswered = u.text, unanswered_in = u.team
FROM bot_trace own
LEFT JOIN message f ON f.account_id = own.account_id AND f.id = own.message_id
LEFT JOIN LATERAL (SELECT coalesce(bool_or(e.type = 'conversation.handed_over'), false) AS handed_over,
    coalesce(bool_or(e.data->>'reason' = 'asked_for_person'), false) AS asked,
    coalesce(bool_or(e.data->>'reason' IN ('other_answers_exhausted', 'hand_over_loop')), false)
      OR (coalesce(bool_or(e.data->>'reason' = 'no_trigger'), false) AND NOT coalesce(bool_or(e.type = 'conversation.handed_over'), false)) AS gave_up
  FROM event e WHERE e.account_id = own.account_id AND e.conversation_id = own.conversation_id AND e.at = own.at AND e.seq IS NOT NULL
    AND e.type IN ('conversation.handed_over', 'conversation.bot_stopped')) t ON true
LEFT JOIN LATERAL (SELECT pg_temp.said(own.trace, 3) AS text, pg_temp.said(own.trace, 1)::uuid AS team
  WHERE own.message_id IS NOT NULL AND pg_temp.said(own.trace, 0) = 'message' AND pg_temp.said(own.trace, 3) <> ''
    AND pg_temp.said(own.trace, 7) IN ('other_answer', 'people')) u ON true
WHERE own.account_id = b.account_id AND own.conversation_id = b.conversation_id AND own.at = b.at AND own.id = b.id;
