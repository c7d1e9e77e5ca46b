// The hand-written rules of docs/link-protocol.md; tables and examples around them are generated.
import type { HTTP_PATHS } from '#shared/link/http.ts';

interface Facts {
  readonly path: string;
  readonly subprotocol: string;
  readonly protocol: number;
  readonly retention: { readonly ms: number; readonly eventsPerAgent: number };
}

export function linkProse({ path, subprotocol, protocol, retention }: Facts) {
  const days = retention.ms / 86_400_000;
  return {
    opening: `# The link protocol

Generated from \`src-shared/link\` by \`npm run docs\`. Version ${protocol}.

How a client of one agent talks to a Lynk gateway: JSON text frames over one WebSocket, one frame per WebSocket message, at \`${path}\`, subprotocol \`${subprotocol}\` (required). No compression. Times are epoch milliseconds; ids are strings, opaque to a client. Read tolerantly: ignore fields and event kinds that you do not know. Write strictly: a frame that does not fit its schema closes the connection.

## Signing in

POST \`/api/sign-in\` gives a token (see *HTTP beside the link*). Keep it secret; it holds until it is signed out, the password changes, the agent is removed, or it lies unused for 90 days. A browser must come from the gateway's own origin; native clients send no \`Origin\`.

## Connecting

1. The server sends \`hello\`.
2. The client sends \`identify\` with its token and, when it holds a store, its cursor \`resume: {epoch, seq}\`.
3. The server answers \`welcome\`, or \`refused\` and closes.
   * \`resumed: true\`: \`replay\` pages follow with the events after the cursor, then \`caughtUp\`.
   * \`resumed: false\`: \`snapshotStart\`, \`snapshotPage\`…, \`snapshotEnd\`, then \`replay\` pages with what happened meanwhile, then \`caughtUp\`. The reason: \`firstTime\` (no cursor given), \`epochChanged\` (the stream was lost and began anew), \`tooOld\` (older than the retention), \`ahead\` (the cursor lies after the newest event: the gateway was restored from a backup).
4. After \`caughtUp\` events come live as \`event\` frames.

**Pages.** Store a page and the new cursor in one transaction, commit, then send \`pageDone\` with its number. The next page comes only then; a page not acknowledged within 30 s closes the connection (4000). A page holds at most 500 events or 256 KiB.

**Snapshot.** The position comes first: every row that follows is at least as new as \`snapshotStart.seq\`, and what changes while it runs is replayed after it. Mark rows as you store them; at \`snapshotEnd\` delete those that were not named, and only then store the cursor \`{epoch, seq}\` of \`snapshotStart\`. Cut before its end, start anew without \`resume\` (or with the old cursor). Order: capabilities, queues, agents, channels, the newest 200 sessions, their newest 20 messages each, templates, campaigns, contacts, all other sessions. Older messages come by \`message.page\`.

**Live.** \`seq\` is dense from 1 within an \`epoch\`. If an event's \`seq\` is not the last one plus one: at most the last one, drop it; greater, close the socket and resume from the stored cursor. Store the cursor in the same transaction as the rows. The gateway keeps ${days} days or the newest ${retention.eventsPerAgent.toLocaleString('en')} events per agent, whichever is less.

**Heartbeat.** Send the first \`heartbeat\` after \`heartbeatMs\` × a random number between 0 and 1, then one each \`heartbeatMs\`. No \`heartbeatAck\` before the next one is due means a dead socket: close it and resume. After sleep, unlock or a change of network send one at once. The server closes (4003) when it hears none for two periods.

**Coming back.** Wait a random time between 0 and *d*, where *d* starts at 250 ms, doubles with every failure up to 30 s, and goes back after 60 s of a healthy connection. On \`goingAway\` open the new connection first, then close the old one.
`,
    closing: `*resume*: connect again with the cursor, after the waiting time. *askPerson*: sign in again, or close another device; do not try by yourself. *stop*: a defect or a wrong version; do not try again. Anything else (also 1006): resume.
`,
    limits: `A frame longer than \`maxFrameBytes\` closes the connection. More than \`maxCommandsPer10s\` commands of an agent (all devices together) are refused with \`command.rateLimited\` and \`details.retryAfterMs\`. A client that reads too slowly is let go with 4000 and resumes.
`,
    events: `Events carry the whole state of an entity and its \`version\`, which grows with every change, also across \`put\` and \`gone\`. Apply an event only if its version is greater than the one held (for a deleted row remember the version); so applying twice, or a replay, changes nothing. The order within the stream is the order of the facts.
`,
    commands: `\`commandId\` is a UUIDv7 made by the client and the key of idempotency: the gateway remembers its answers for ${days} days, so send the same frame again (same id, same payload) after a lost connection, and it is done at most once. Answers may come in another order than the commands. \`expectedVersion\` refuses with \`command.conflict\` when the entity moved on. An \`ack\` says that it was done; the new state comes as events, before or after it. A \`nack\` carries an error of [errors.md](errors.md); \`retryable\` says whether the same frame may succeed later.

*durable* commands may wait on the client while it is offline; *live* ones should be given up after 10 s; *read* ones change nothing and are not remembered.
`,
    http: (
      paths: typeof HTTP_PATHS,
    ) => `JSON bodies; failures have a 4xx or 5xx status and a body \`{code, message, retryable, details}\`. All but the first two need \`Authorization: Bearer <token>\`.

| request | answer |
|---|---|
| GET \`${paths.about}\` | About: who this gateway is and how one signs in |
| POST \`${paths.signIn}\` with SignIn | SignedIn. 401 \`auth.wrongPassword\`; 429 \`auth.tooManyAttempts\` with \`details.retryAfterMs\` after 5 failures |
| POST \`${paths.signOut}\` with \`{}\` | \`{}\`; the token ends |
| POST \`${paths.files}\` multipart, one part \`file\`, ≤ 100 MB | MessageFile; use its \`id\` in \`message.send\` |
| GET \`${paths.files}/<id>\` | the bytes, if this agent sees the session of the file (or uploaded it); else 404 \`file.notFound\` |
| GET \`${paths.health}\` (no token) | \`{status: "ok" or "degraded", pabx}\` |
| GET \`${paths.metrics}\` (no token) | counters in Prometheus' text format |
`,
  };
}
