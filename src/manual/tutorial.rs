//! From an app to a policy that protects it, in one sitting.
//!
//! The commands of this page, one after the other, are a script that works: `tests/cli/tutorial.rs` runs it as it stands here. The
//! app listens on port 8080, `learn` on 8081, the gateway on 8443.
//!
//! # An app
//!
//! Yours, or this small one. Like many in PHP, it has one address for everything, and a parameter that names the part:
//!
//! ```sh
//! mkdir shop
//! cat >shop/index.php <<'PHP'
//! <?php
//! $parts = [
//!     'Home' => 'Welcome.',
//!     'Contacts' => 'Zoe Example, 02 1234',
//!     'Messages' => 'The alarm code is 4711.',
//! ];
//! $module = $_REQUEST['module'] ?? 'Home';
//! foreach (array_keys($parts) as $part) {
//!     echo "<a href='/index.php?module=$part&action=list'>$part</a>\n";
//! }
//! echo '<p>', $parts[$module] ?? 'There is no such part.', "</p>\n";
//! PHP
//! php -S 127.0.0.1:8080 -t shop &
//! ```
//!
//! # Learn its parts
//!
//! `learn` stands before the app, lets everything through, and takes notes:
//!
//! ```sh
//! gatepass learn --upstream http://127.0.0.1:8080 --out learned.toml &
//! ```
//!
//! Open `http://127.0.0.1:8081/` in a browser and click on whatever support might need, and on whatever it must not see. Three
//! clicks without a browser, the last of them a search:
//!
//! ```sh
//! curl --silent --retry 30 --retry-delay 1 --retry-connrefused http://127.0.0.1:8081/
//! curl --silent "http://127.0.0.1:8081/index.php?module=Contacts&action=list"
//! curl --silent --data module=Messages --data search=alarm http://127.0.0.1:8081/index.php
//! ```
//!
//! Each is shown as it comes. Ctrl-C where `learn` runs, or this, ends it:
//!
//! ```sh
//! kill -INT $!
//! wait $!
//! cat learned.toml
//! ```
//!
//! The file now proposes a scope for each part, with the requests that it comes from. What was searched for is not in it:
//!
//! ```toml
//! # POST /index.php (module=Messages, search)
//! [[site.scope]]
//! name = "messages"
//! label = "Messages"
//! match = [
//!     { path = "/index.php", parameters = { "module" = "Messages" } },
//! ]
//! ```
//!
//! It is a proposal: join parts, give them the names that people use, delete those that nobody is ever to be shown. What is in no
//! scope is hidden, so that a part that was forgotten is a question and no accident.
//!
//! # Begin, and check
//!
//! `init` makes a config with these scopes, a key, and a certificate to try things with. `check` says what is wrong, if anything is:
//!
//! ```sh
//! gatepass init gate --host shop.localhost --upstream http://127.0.0.1:8080 --scopes learned.toml
//! cd gate
//! gatepass check
//! ```
//!
//! # Ask why
//!
//! `explain` runs the gateway's own decision. May somebody who is shown contacts read messages? And by a form that says two things
//! at once?
//!
//! ```sh
//! gatepass explain --with contacts "GET /index.php?module=Contacts"
//! gatepass explain --with contacts "GET /index.php?module=Messages"
//! gatepass explain --with contacts "POST /index.php?module=Contacts" --body "module=Messages"
//! ```
//!
//! The first passes. The second is `hidden`; the third is `conflicting-parameters`, because nobody knows which of the two values the
//! app would take. What must stay so is worth a test in the config, which `check` runs from now on:
//!
//! ```sh
//! cat >>gatepass.toml <<'TOML'
//!
//! [[site.test]]
//! with = ["contacts"]
//! request = "GET /index.php?module=Messages"
//! expect = "hidden"
//! TOML
//! gatepass check --strict
//! ```
//!
//! # Run
//!
//! ```sh
//! gatepass run --log text &
//! curl --silent --retry 30 --retry-delay 1 --retry-connrefused --cacert certs/shop.localhost-ca.pem https://shop.localhost:8443/
//! gatepass grant create --site app --as ann --for 1h --show contacts
//! ```
//!
//! The last command prints an address, a user name, a password and a code. Who signs in with them reads contacts for an hour, and
//! nothing else. [`super::scopes`] says what more a scope can be, and [`super::operating`] how to run the gateway for good.
