//! What was chosen, against what, and why.
//!
//! **pingora's `HttpProxy` in our own accept loop.** Its proxy semantics are finished; its server cannot be given our
//! TLS settings, deadlines, cutting and drain. Two of its open bugs are watched by journeys: an HTTP/2 upload that ends
//! in an empty frame (#935, worked round in `proxy::hooks`), and early WebSocket answers (#946, in `proxy::tunnel_socket`).
//!
//! **pingora sees one request of an HTTP/1 connection at a time.** The socket below it knows where a request ends, keeps
//! what comes after it, and shows it when its turn has come. So nothing can be smuggled behind a request, a WebSocket
//! begins with its 101, and clients may pipeline, which pingora answers by ending the connection.
//!
//! **A head is read before pingora reads it.** pingora repairs: bare line feeds, tabs in a target, blanks around names,
//! an empty line for a last chunk. What is repaired here may be read otherwise behind us. So `proxy::head` and
//! `proxy::chunks` take what has one meaning and refuse the rest. They are pure, and a property holds them against
//! pingora's own parser. The price is a second look at each head.
//!
//! **An app's answer is read here, where nothing was asked that has a body.** pingora's reader keeps every name twice and
//! copies what it read; that was an eighth of a request's instructions. httparse finds the fields, `proxy::reply_head` says
//! how the body ends, and `proxy::chunks` is the same as for clients. It is pure, so it is fuzzed, and compared with hyper's
//! reading over thousands of answers: a connection is used again only where hyper sees the same answer end. hyper's own
//! client was weighed: it works through channels and a second future, which is what the straight way does without.
//!
//! **HTTP/2 is left to its library and watched from outside.** h2 knows the protocol; what it leaves open are frames that
//! are free for the client. `proxy::h2_budget` counts them as bytes pass by and never changes one: a budget that refills,
//! instead of a limit for each kind of frame, because floods mix them and browsers come in bursts.
//!
//! **A client has so many connections, and a trusted proxy any number.** They are counted by address, of IPv6 by /64,
//! before TLS, which costs us more than it costs them. A number is a setting, because an office behind one address is a
//! client too.
//!
//! **A quarter of the open files is kept back, and some more.** Whoever comes when all places are taken waits in the
//! kernel's queue (`proxy::room`), instead of being accepted and failing later, when the store or an upstream finds no
//! descriptor left. Nobody who is connected notices.
//!
//! **What introduces a session to the app is made once in fifteen seconds.** A signature costs more than everything else
//! that a request needs. An assertion is valid for a minute, so apps see at least three quarters of that. It is made anew
//! for another state of the grant and after a reload (`proxy::introduction`).
//!
//! **A connection remembers the trust key of its last client.** The key is an HMAC over session, grant, user agent and
//! address; if all four are as before, so is the key. Compared are the values themselves, because proxies send many
//! clients over one connection.
//!
//! **Scopes are looked up by the first segment of a path.** A thousand matchers were a thousand comparisons for each
//! reading. A pattern that begins with a wildcard is in every list, so the index leaves none out that could match; a
//! property compares it with asking all of them.
//!
//! **TLS has a profile and no list of ciphers.** `tls_profile` is `intermediate` or `modern`, as Mozilla defines them. A list
//! is copied once and ages; rustls has no bad ciphers to leave out.
//!
//! **Early data is refused.** It could be replayed (RFC 8446 section 8), and a request that is replayed is a second one.
//!
//! **The log of changes is the feed.** One table is audit log, chain and change feed at once. It is polled every 50 ms,
//! which costs about twenty indexed look-ups a second, works across processes, and needs no second mechanism.
//!
//! **The journal is read where it lies.** `audit list` scans segment files instead of an index in the store. A scan of
//! a gigabyte takes seconds and is rare; an index would double what is written for every request.
//!
//! **Refusals of strangers are not journalled.** Every verdict on a support session is recorded, and everything that is
//! forwarded, visitors included. A stranger who is told to sign in costs no disk: else anyone could fill it, and a full
//! disk stops the gateway.
//!
//! **The Ed25519 key of assertions is derived** from the key file. Nodes that share the file share the key, and there is
//! nothing more to store, rotate or lose.
//!
//! **JWTs are written by hand**, forty lines over ring's signature. The usual library brings RSA and a second set of
//! primitives for the one algorithm that we use.
//!
//! **A place that always asks gives one navigation per code.** The page's own subresources below the same scope would
//! ask again: put `challenge = "always"` on documents and actions, not on assets.
//!
//! **`Referrer-Policy: same-origin` on our own pages.** With `no-referrer`, browsers send `Origin: null` with our forms,
//! and the origin check could not tell them from others'.
//!
//! **A WebSocket needs full visibility.** What is said on it is not judged, so it cannot be read-only.
//!
//! **A store that cannot be written is a store that is down.** Requests could be judged from memory, but nobody could
//! revoke. So a heartbeat is written every second, and when the store does not take it we refuse.
//!
//! **A store that was replaced under a running gateway takes a restart.** What the gateway has in memory and what it has
//! followed belong to the other file. It notices by the file's identity and by the last change that it knows, and
//! refuses rather than guess.
//!
//! **A clock that was set back is not believed, instead of refusing until it is right.** Time goes on from the latest
//! moment that was seen, in this run or in the store. That prolongs nothing, and an NTP step ends nobody's work.
//!
//! **`cmake` is optional.** pingora pulls in zlib-ng, whose build wants cmake; `.cargo/cmake` builds it with the C
//! compiler alone where cmake is missing.
//!
//! **The mail library's connection, and not its transport.** The transport reads on after `STARTTLS` from what came in the
//! clear, so that somebody on the way could answer for the server under TLS. `mail::turns` lets the server speak only in
//! its turn until TLS has begun. The price is a connection for each letter, which nobody notices at our numbers.
//!
//! **Letters are plain text.** There is nothing to escape, nothing to load, and a link shows where it leads.
//!
//! **An account's password is hashed over its SHA-256.** Programs of the second-factor contract prove that they know the
//! password by that digest, so one slow hash serves both. Length and the list of known passwords are checked on what was
//! typed.
//!
//! **A stranger's guesses do not lock an account's owner out.** Tries are counted for each account and network. Those from
//! networks in which the account was never signed in to share one more count, which can run out without closing the door
//! that its owner uses.
//!
//! **A new password ends access tokens, a new factor does not.** Whoever changes a password because it leaked wants
//! everything out that may have been made with it. A factor that is added takes nothing away from what was made before.
//!
//! **An access token for an app is judged as a session on a grant.** `access::program` says in a session and a
//! grant what the token opens; both live in memory only. So there is one decision, one register of what can be cut,
//! and one way to introduce somebody to an app. What differs is who answers a challenge: the token's owner.
//!
//! **The bypass of a token does not reach places that always ask.** It stands for the trust that a client earns with a
//! code; the operator says `always` where no trust counts.
//!
//! **Whoever shows a token of ours is no visitor.** Where visitors pass, a token that is worth nothing could be forwarded
//! without it. But its bearer means to be somebody, and an app's answer to a stranger is not what it asked for.
//!
//! **A letter is claimed before it is written.** One row for each event and reader: the gateway whose insert counts writes
//! it. A crash in between costs that letter; the other order would write it again at every start.
//!
//! **An agent's language is what the browser asks for.** On an app's origin we keep no cookie but the session's.
//!
//! **The API looks at no cookie.** So no page can call it in a browser's name, and it needs no form tokens.
//!
//! **A repeated request gets no secrets.** To answer it in full, the store would have to keep what was shown once. Who
//! lost the first answer regenerates.
//!
//! **The timeline reads the journal when it is asked for**, from the first segment that a grant can be in. An index beside
//! it would have to be kept true, and so far a reader waits for milliseconds.
//!
//! **A body is read in one spelling.** Parsers of multipart forms forgive different things, and a gateway that forgives as
//! one of them does is fooled by the next. Browsers and libraries write none of it, so none of it is read, and where a
//! scope depends on the body, what is not read is refused. `tests/differential` puts thousands of odd requests before PHP
//! and Python's frameworks and demands that we have read, or refused, whatever they find.
//!
//! **A form in a body is decoded once, an address four times.** Between client and app several servers look at an
//! address, and some decode what others have decoded; nobody between us and the app reads bodies. A note that quotes an
//! address with `&module=Messages` in it is a note.
//!
//! **After an early answer over HTTP/2 we wait for the rest of a small body.** RFC 9113 section 8.1 allows a reset at once;
//! curl 7 takes that for a failure when it has not sent its body yet, and never shows the question for the code.
//!
//! **News is sent at least once.** A letter lies in the store, sealed, from before it is sent until the mail server has it.
//! Who dies in between leaves it to the next gateway; who dies just after it makes the server get it twice, under one
//! `Message-ID`. The other order loses letters.
//!
//! **Calls with a browser's cookie mail no codes.** Pages ask for things by themselves, and one that is left open would
//! fill a mailbox. The page that asks for the code sends one, and so does a call that keeps its session in a header.
//!
//! **The handoff's primitives are ring's.** They are in the program anyway, for TLS and for what is sealed at rest, and they
//! stretch a code in a third of a second where portable code takes several.
//!
//! **A link is claimed with one value and its code proved with another.** With one value, who has seen only the address
//! could guess five times and so destroy what they cannot read.
//!
//! **Only digests of claim and proof come with a new link.** What opens it is first seen when it is opened, and then it is
//! worth nothing any more.
//!
//! **What is deleted is swept out of the write-ahead log at once**, by a checkpoint that empties it. It costs some
//! milliseconds for each link that ends; without it, what was read could be found in the log for hours. When a reader is in
//! the way, it is tried again every few seconds.
//!
//! **The command line speaks HTTPS with reqwest.** An HTTP client of our own would have to know proxies, redirects to refuse
//! and certificates of systems; the tests have used this one from the start.
//!
//! **A link's code has twelve digits.** Five guesses would be safe with six. Twelve are for the case that somebody has the
//! link and a copy of the store, and they can still be told on the phone.
//!
//! **`learn` writes no values but those that name parts.** What an operator types while clicking is somebody's. A value is taken
//! up where its parameter has a name such as `module`, or where links come back to few words of it; everything else is a count.
//!
//! **`learn` forwards by itself.** It has no policy, no session and no record to make, and each of those is what pingora's hooks of ours
//! are about; with hyper's own client it is one page.
//!
//! **A room is for two, and its keys are its own.** A third seat would need a key exchange among many; a password for each
//! room means that losing one loses one room. Devices remember their keys, so the words are for another device.
//!
//! **A lost encryption password starts the room again.** Keys that are replaced quietly would have to be believed by the
//! other side. A new invitation proves them as the first one did.
//!
//! **Keys in rooms are of P-256.** Every browser has it in WebCrypto; X25519 came to them years later.
//!
//! **A second factor is one file where it is checked, and not where it is shown.** `actions::account::factor` has a file for each
//! method, with all that tells right from wrong. Its pages and words lie with the other pages and words: what changes state knows
//! neither, and what enrolling looks like (a picture to scan, a code from a mailbox, nothing at all) has no common shape to fill in.
//!
//! **An operator may vouch for an address.** What was handed to an address is shown to the account that has it, so somebody has to know
//! whose it is: a code that comes back, or, where no mail is sent, whoever adds the account. The record says which of the two.
