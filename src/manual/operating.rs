//! Running it, watching it, reloading it, stopping it.
//!
//! # Starting
//!
//! `gatepass init` writes a config file, a key and a development certificate; `gatepass check` says what is wrong with
//! a config; `gatepass run` serves. Every setting is explained in `config/gatepass.toml`.
//!
//! The key file seals secrets in the store. Without it authenticator seeds cannot be opened and trust is lost;
//! passwords and fixed codes go on working. Back it up apart from the store.
//!
//! # Checking
//!
//! `gatepass check` names every mistake at once, in lines that editors jump to, with the line that it is about and what to
//! do. Warnings are about what may be meant: scopes that can never be seen or that another one swallows, matchers that add
//! nothing, apps that are reached unencrypted over a network, proxies that are trusted too widely, certificates that are
//! over or for other hosts. They stop nothing, except with `--strict`. With `--json`:
//!
//! ```json
//! {"ok": true, "sites": 1, "scopes": 4, "tests": 12, "certificates": 1, "problems": [],
//!  "warnings": [{"file": "gatepass.toml", "line": 8, "column": 13, "text": "upstream = [\"http://app\"]",
//!                "key": "site[0].upstream[0]", "message": "…", "help": "…"}]}
//! ```
//!
//! `problems` and `warnings` have the same members; `help` is left out where the message says it all. The exit code is 1
//! when there are problems, or warnings with `--strict`.
//!
//! Editors that know TOML complete and check the config while it is written: the first line of what `gatepass init` makes
//! names `gatepass.schema.json` beside it. `gatepass schema` prints that of the installed version.
//!
//! # Mail
//!
//! Gatepass sends mail through a mail server of yours: `[mail]` in the config file says which, and whom the mail comes
//! from. With `tls = "implicit"` the connection is TLS from its first byte, on port 465, which is the better choice where
//! both exist (RFC 8314); with `"starttls"` it becomes TLS on port 587, or nothing is sent. The server's certificate is
//! verified by the system's authorities, or by those in `ca` alone; there is no way around it. Without TLS mail only goes
//! to a server on the same machine.
//!
//! The password of the account on the mail server stands in a file of its own that nobody else may read:
//!
//! ```text
//! [mail]
//! server = "smtp.example.com"
//! user = "gatepass"
//! password_file = "mail-password"
//! from = "Gatepass <support@example.com>"
//! ```
//!
//! `gatepass check` reads the file and the authorities as well. That the address in `from` may be sent from there is up to
//! the mail server, and to the SPF and DKIM records of its domain.
//!
//! | letter | to whom | when |
//! |---|---|---|
//! | security code | who asked for it | at once; the page says so if the mail server does not take it within 10 s |
//! | invitation | the new account's owner | an account is made; the link works once and for `invitation` |
//! | token created, factor enabled or disabled, password changed | the account's owner | it was done, whoever did it |
//! | access open, in use, on a second device, request blocked, locked, nearly ended, ended | the grantor, if they have an account | it happens, with a link that stops the access without signing in |
//!
//! Letters about grants and accounts need a `[portal]`, because they lead there. They follow within a second; those about
//! blocked requests within ten, at most one per grant in 15 minutes, and only about what the grant does not show. The
//! reminder comes 15 minutes before the end of a grant that lasts longer than half an hour. The link in a letter pauses that
//! one grant, after a click on the page behind it: a mail scanner that follows links stops nothing.
//!
//! Each letter is written once, however many gateways share a store. One that starts writes about what happened in the last
//! 24 hours while none ran; what is older is no news any more. Until it is sent, a letter lies in the store, sealed; one
//! whose gateway died or stopped before is sent by the next gateway that looks, a quarter of an hour after it was written.
//! Should the mail server have had it already, both have the same `Message-ID`.
//!
//! Letters are plain text in the reader's language: English, German, Italian or Brazilian Portuguese. Codes and links stand
//! in the text and never in a subject, because mail servers log subjects. Of what the mail server answers, only its codes
//! are logged, because servers like to quote.
//!
//! Nobody waits for letters other than codes: up to 1000 lie in the outbox, four are sent at a time, and one that the
//! server does not take now is tried again after 15 s, 1 min and 6 min. One that is refused, or is still not taken by then,
//! is an error in the log, `a letter is not sent`, with its address and the server's codes.
//!
//! # Terms of a grant
//!
//! | term | command line | what it means |
//! |---|---|---|
//! | end | `--for 8h` | one of the site's `durations`, to the second |
//! | beginning | `--from 2026-11-23T09:00+01:00` | within the next 30 days; until then whoever signs in is told when it begins (`grant-not-begun`) |
//! | claim | `--claim-within 1h` | the first sign-in comes before that, or never |
//! | networks | `--network 192.0.2.0/24` | requests from elsewhere are refused |
//! | idle | `--idle 15m` | a session ends when nobody does anything in it; the site's `idle_timeout` may say less. Requests to paths in `polling` count for nothing, and what is open is cut. A restart remembers it to ten seconds; another gateway on the store hears of it within some seventy |
//! | sessions | `--sessions 1` | one sign-in more ends the oldest session |
//! | read-only | `--read-only` | nothing can be changed |
//! | people | `--agent`, `--agent-email`, `--reason`, `--ticket` | for the record, the grantor's page and letters |
//!
//! `grant pause` cuts everything and lets nobody in until `grant resume`; the end does not move.
//!
//! # Accounts and tokens
//!
//! People use the portal with an account. There is no sign-up: `gatepass account add` makes one, at the gateway's machine.
//!
//! ```text
//! gatepass account add ann --email ann@example.com --role grantor --site crm=ann.lee
//! ```
//!
//! A grantor gives access to what their own user in an app shows, and to nothing else; `--site` names that user, and one
//! user belongs to one account. An operator runs the gateway. An agent helps; their account opens rooms and
//! shows which grants name its address: once a code that was mailed there came back, or at once with `--email-is-theirs`.
//! For an account that is there already, `gatepass account vouch` says the same; without mail there is no other way.
//!
//! The command prints an invitation link, once; behind it the owner sets the password. With `--send` the link also goes to
//! the account's address; if the mail server does not take it, the exit code is 1 and the printed link is good.
//! `--password-stdin` reads a password instead of inviting.
//!
//! | command | what it ends | what it leaves |
//! |---|---|---|
//! | `account disable` | sessions and tokens; nobody signs in | grants, which go on; `account enable` |
//! | `account reset-password` | the password, sessions and tokens | second factors; prints a new invitation |
//! | `account reset-factor` | second factors, recovery codes, the password, sessions and tokens | prints a new invitation |
//!
//! Before a reset make sure that it is the owner who asks: whoever has the new link has the account.
//!
//! Programs use the API with tokens, which owners make in the portal and operators with `gatepass token create`. A token
//! can be limited to parts of the API (`--scope`), to networks (`--network`) and to a time (`--expires`). With `--site` it
//! is for that site's app instead, and shows the scopes that `--show` names. With `--bypass` it
//! is not asked for a security code where people are: give it a network and a time as well.
//!
//! # Watching
//!
//! Logs are JSON lines on standard error. Each request that is refused or fails has a short code, such as `7KQ2-M9XD`;
//! `gatepass audit list --code 7KQ2-M9XD` shows the decision behind it. With `health = "127.0.0.1:9443"` the gateway
//! answers `GET /healthz` (the process lives), `GET /readyz` (it also knows of every change in the store) and
//! `GET /metrics` (OpenMetrics, for Prometheus):
//!
//! | series | labels | what it says |
//! |---|---|---|
//! | `gatepass_requests_total` | `site`, `outcome`, `status` | requests that are over; `outcome`: `forwarded`, `challenged`, `refused`, `own`, `undecided`; `status`: `2xx` and so on, `none` when the client was gone |
//! | `gatepass_request_duration_seconds` | `site` | from the end of a request's head to the end of its answer, WebSockets left out |
//! | `gatepass_connections` | | open client connections |
//! | `gatepass_cuts_total` | | what was ended before its time: requests, streams, WebSockets |
//! | `gatepass_unrecorded_decisions_total` | | refused, because the journal could not be written: look at the disk |
//! | `gatepass_store_is_current` | | 0: sessions get a 503, because the gateway cannot know of revocations |
//! | `gatepass_config_in_force` | | 0: the file is broken, and an older configuration stays in force |
//! | `gatepass_reloads_total` | `result` | `in-force`, `refused` |
//! | `gatepass_upstreams`, `gatepass_upstreams_up` | `site` | servers of an app, and those that take connections |
//! | `gatepass_build_info` | `version` | which gateway this is |
//!
//! An empty `site` is what is for none: the portal, and hosts that are not served. Worth an alarm: `gatepass_store_is_current == 0`,
//! `gatepass_config_in_force == 0`, any `gatepass_unrecorded_decisions_total`, and `gatepass_upstreams_up == 0`.
//!
//! `gatepass audit verify` walks the hash chains of the log of changes and of all journal segments, and names the first
//! record that does not fit. A truncated end cannot be seen from the chain alone: compare the number of records.
//!
//! # Reloading
//!
//! The config file, certificates and upstream authorities are looked at twice a second, and on SIGHUP or `gatepass reload`
//! at once. A new policy is checked as a whole, with its policy tests; if anything is wrong, nothing changes, and the log
//! and `GET /readyz` say so. Otherwise it is in force at once, and what is running is judged again: downloads, event
//! streams and WebSockets that it would not let through are cut, and a request that has begun under the old policy is not
//! forwarded any more.
//!
//! Addresses in `listen` are opened and closed, too; whoever is connected stays. An address that cannot be listened on
//! refuses the whole configuration. `state`, `key`, `journal`, `workers`, `health`, `tls_profile` and `[mail]` need a
//! restart, and the log says so.
//!
//! `gatepass reload` checks the config first, then asks every gateway on the store and waits for its answer: the exit code
//! is 0 when all of them have the new configuration in force.
//!
//! # Stopping
//!
//! SIGTERM and SIGINT stop accepting, let running requests finish for `drain_for`, and cut the rest.
//!
//! # When things break
//!
//! | what breaks | what happens | what ends it |
//! |---|---|---|
//! | the process is killed | nothing is lost: records and changes are written before anything is done or promised | a restart; sessions go on |
//! | the store is locked, full, read-only, unreadable | 503 at once or within seconds; what runs is cut after 10 s | the store works again |
//! | the store's file is moved away | 503 | the file is back |
//! | the store's file is replaced or played back | 503 | a restart, which believes what it finds |
//! | the journal cannot be written, synced, or is deleted | 503 | it can; a deleted directory must be made again |
//! | the clock is set back | time goes on from the latest moment seen; an error in the log | the clock has caught up |
//! | the clock is set forward | what ends by then ends, and does not come back when the clock is set right | – |
//! | the app dies, hangs or talks nonsense | 502 or 504, or the connection breaks off; no POST is sent twice | the app answers |
//! | the app's name is not found any more | its last addresses stay; it is looked up every 30 s | – |
//! | a config or certificate is broken | nothing changes; an error in the log | the file is right |
//! | open files run out | new clients wait; who is connected is served; a warning once a minute | somebody leaves |
//!
//! At start the limit of open files is raised as far as the system allows, and three quarters of it go to clients.
//! `tests/faults` causes every one of these. Its long form, with a hundred kills, ten thousand connections, transfers
//! of two gigabytes and a quarter of an hour of steady work, is `cargo nextest run --profile long --test faults`.
//!
//! Sessions, trust, counted guesses and reports that have been over for a week are taken out of the store every ten
//! minutes. Grants, the log of changes and the journal are never touched. Where an account was signed in from is remembered
//! for ninety days: strangers who guess at its name do not lock out whoever comes back there.
//!
//! What people hand over by one-time links is overwritten as soon as it is read, revoked, wiped or too old, also in the
//! write-ahead log; that there was a link is forgotten a week after its end. The limits of links and of
//! rooms are in `[handoff]`. Disabling an account closes the rooms that it opened and revokes its links that nobody has
//! opened. A backup of the store keeps what waited at that moment, sealed; nobody who has only the backup can open it.
//!
//! # Whether it still holds
//!
//! | command | what it runs |
//! |---|---|
//! | `tests/run` | every check, and every test in its short form |
//! | `cargo nextest run --profile long --test faults` | the faults in their long form |
//! | `tests/fuzz/run` | whatever bytes come, against the laws of `tests/fuzz/laws.rs`, five minutes for each target |
//! | `tests/broken/run` | each mistake of `tests/broken/list.toml` alone, which a test must notice: see [`super::broken`] |
//! | `cargo bench` | the parts of a decision |
//! | `benches/side_by_side/run` | the whole gateway next to other proxies |
//!
//! # What the command line changes
//!
//! `grant` commands act on the store; running gateways follow within 50 ms and report what they cut. `account` and
//! `token` commands act on the store as well; the next request to the portal or its API sees them, and what runs with a
//! token for an app is cut as with a grant.
//!
//! `handoff send` and `handoff read` touch no store: they speak to a portal over HTTPS, from any machine.
//!
//! ```text
//! gatepass handoff send --to https://support.example.com --token-file token --code < secret
//! gatepass handoff read 'https://support.example.com/handoff/...#...' --code '4612 0937 5521'
//! ```
