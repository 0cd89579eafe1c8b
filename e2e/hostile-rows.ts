import { DEFAULT_NUMBER } from "@balcao/simulator";
import pg from "pg";
import { textsOf, type Sink } from "./hostile-texts.ts";

const { wabaId } = DEFAULT_NUMBER;

/** Rows of the account's own words, one for each text, straight into the tables. */
const ROWS: readonly [Sink, string][] = [
  [
    "label",
    "INSERT INTO label (account_id, id, name, color, created_at) SELECT $1, t.id, t.text, '#b42318', now() FROM texts t",
  ],
  [
    "team",
    "INSERT INTO team (account_id, id, name, kind, color, description, created_at) SELECT $1, t.id, t.text, 'whatsapp', '#b42318', t.text, now() FROM texts t",
  ],
  [
    "quickreply",
    "INSERT INTO quick_reply (account_id, id, scope, shortcut, title, text, created_at) SELECT $1, t.id, 'account', t.text, t.text, t.text, now() FROM texts t",
  ],
  [
    "organisation",
    "INSERT INTO organisation (account_id, id, name, domain, notes, search, created_at) SELECT $1, t.id, t.text, t.text, t.text, '', now() FROM texts t",
  ],
  [
    "fieldlabel",
    "INSERT INTO custom_field (account_id, id, subject, label, kind, position, created_at) SELECT $1, t.id, 'contact', t.text, 'text', 1, now() FROM texts t",
  ],
  [
    "status",
    "INSERT INTO ticket_status (account_id, id, name, stage, color, position, created_at) SELECT $1, t.id, t.text, 'open', '#b42318', 50, now() FROM texts t",
  ],
  [
    "tickettype",
    "INSERT INTO ticket_type (account_id, id, name, position, created_at) SELECT $1, t.id, t.text, 50, now() FROM texts t",
  ],
  [
    "category",
    "INSERT INTO ticket_category (account_id, id, name, position, created_at) SELECT $1, t.id, t.text, 50, now() FROM texts t",
  ],
];

/** Runs a statement on the rows `texts (id, text, place)` of a sink. */
const over = (client: pg.Client, accountId: string, sink: Sink, statement: string, more: unknown[] = []) =>
  client.query(
    `WITH texts AS MATERIALIZED (SELECT gen_random_uuid() AS id, text, place::int FROM jsonb_array_elements_text($2::jsonb) WITH ORDINALITY AS t (text, place)) ${statement}`,
    [accountId, JSON.stringify(textsOf(sink)), ...more],
  );

type Places = { contact: string; conversation: string; ticket: number };

async function write(client: pg.Client, { contact, conversation, ticket }: Places): Promise<void> {
  const { rows } = await client.query<{ account_id: string }>(
    "SELECT account_id FROM conversation WHERE id = $1",
    [conversation],
  );
  const accountId = rows[0]?.account_id ?? "";
  // there is no file behind them, which is not what is looked at
  await client.query(
    "UPDATE media SET state = 'stored', mime_type = 'application/pdf', size = 1, storage_key = account_id || '/' || id",
  );
  for (const [sink, statement] of ROWS) await over(client, accountId, sink, statement);
  await client.query("INSERT INTO conversation_label SELECT $1, $2, id FROM label WHERE account_id = $1", [
    accountId,
    conversation,
  ]);
  await client.query("INSERT INTO contact_label SELECT $1, $2, id FROM label WHERE account_id = $1", [
    accountId,
    contact,
  ]);
  await over(
    client,
    accountId,
    "agent",
    `, users AS (INSERT INTO auth_user (id, name, email) SELECT t.id::text, t.text, t.id::text || '@x.example' FROM texts t)
    INSERT INTO agent (account_id, id, user_id, name, email, role, created_at) SELECT $1, t.id, t.id::text, t.text, t.id::text || '@x.example', 'agent', now() FROM texts t`,
  );
  await over(
    client,
    accountId,
    "contactname",
    "UPDATE contact c SET name = t.text FROM texts t WHERE c.account_id = $1 AND c.phone = '55119000000' || lpad(t.place::text, 2, '0')",
  );
  await over(
    client,
    accountId,
    "fieldvalue",
    `, made AS (INSERT INTO custom_field (account_id, id, subject, label, kind, position, created_at) SELECT $1, t.id, 'contact', 'Campo ' || t.place, 'text', 1, now() FROM texts t)
    UPDATE contact SET fields = (SELECT jsonb_object_agg(t.id, t.text) FROM texts t), organisation_id = (SELECT id FROM organisation WHERE account_id = $1 ORDER BY id LIMIT 1) WHERE id = $3`,
    [contact],
  );
  await over(
    client,
    accountId,
    "contactnote",
    "INSERT INTO contact_note (account_id, id, contact_id, agent_id, key, text, at) SELECT $1, t.id, $3, (SELECT id FROM agent WHERE account_id = $1 ORDER BY created_at LIMIT 1), t.id::text, t.text, now() FROM texts t",
    [contact],
  );
  await over(
    client,
    accountId,
    "tickettitle",
    `INSERT INTO ticket (account_id, id, number, title, description, contact_id, conversation_id, team_id, priority, stage, created_by, created_at, updated_at, status_id)
    SELECT $1, t.id, k.number + t.place, t.text, t.text, k.contact_id, k.conversation_id, k.team_id, k.priority, k.stage, k.created_by, now(), now(), k.status_id FROM texts t, ticket k WHERE k.account_id = $1 AND k.number = $3`,
    [ticket],
  );
  await client.query("UPDATE ticket SET title = $1, description = $2 WHERE number = $3", [
    "x",
    textsOf("description").join("\n"),
    ticket,
  ]);
  await over(
    client,
    accountId,
    "templatebody",
    `INSERT INTO template (account_id, id, waba_id, meta_id, name, language, status, category, parameter_format, components, told_at, known)
    SELECT $1, t.id, $3, t.id::text, 'hostil_' || t.place, 'pt_BR', 'APPROVED', 'UTILITY', 'POSITIONAL',
      json_build_array(json_build_object('type', 'HEADER', 'format', 'TEXT', 'text', t.text), json_build_object('type', 'BODY', 'text', t.text), json_build_object('type', 'FOOTER', 'text', t.text),
        json_build_object('type', 'BUTTONS', 'buttons', (SELECT json_agg(json_build_object('type', 'URL', 'text', replace(b.text, 'qtemplatebody', 'qtemplatebutton'), 'url', 'javascript:alert(1)')) FROM texts b))), now(), true FROM texts t`,
    [wabaId],
  );
  const words = textsOf("triggerword");
  await over(
    client,
    accountId,
    "triggertext",
    `INSERT INTO trigger (account_id, id, description, definition, position, updated_at)
    SELECT $1, t.id, left('<img class=xss src=x onerror=alert(1)> ' || t.place, 100), jsonb_build_object(
      'team', jsonb_build_object('operator', 'is', 'team', (SELECT id FROM team WHERE account_id = $1 AND kind = 'whatsapp' ORDER BY created_at LIMIT 1)),
      'fires', 'on_message', 'idle', NULL, 'expectedReply', coalesce((SELECT jsonb_agg(w) FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS w (w, n) WHERE n % $4 = t.place - 1), '["x"]'),
      'action', jsonb_build_object('type', 'smart_message', 'text', t.text, 'keywords', '[]'::jsonb, 'presentation', 'text', 'template', NULL)), 50 + t.place, now() FROM texts t`,
    [JSON.stringify(words), textsOf("triggertext").length],
  );
}

/** The account's own words, and what is known of one contact, by the owner of the database. */
export async function writeRows(databaseUrl: string, places: Places): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await write(client, places);
  } finally {
    await client.end();
  }
}
