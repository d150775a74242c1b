//! Every mistake is named, with line, column and key.

use super::*;
use crate::access::Dialect;
use crate::config::{ConfigError, load};

/// All problems of `text`, one per line.
fn listed(text: &str) -> String {
    let lines: Vec<String> = problems(text).iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[test]
fn an_unknown_key_is_named_with_its_nearest_neighbour() {
    let text = SITE.replace("hosts =", "hostz =");
    // And that `hosts` is missing is not said as well.
    assert_eq!(
        listed(&text),
        "6:1: site[0].hostz: unknown key; did you mean `hosts`?"
    );
}

#[test]
fn mistakes_in_the_first_lines_are_placed_exactly() {
    for (text, expected) in [
        (
            "listen = \"[::]:8443\"",
            "1:10: listen: expected a list, found string \"[::]:8443\"",
        ),
        (
            "listen = [\"[::]:8443\", \"8443\"]",
            "1:24: listen[1]: `8443` is no address with a port: write `[::]:8443` or `127.0.0.1:8443`",
        ),
        (
            "listen = []",
            "1:10: listen: at least one address is needed: write `[\"[::]:8443\"]`",
        ),
        (
            "state = \"postgres://db/gatepass\"",
            "1:9: state: not in this version: PostgreSQL; write the path of an SQLite file",
        ),
        (
            "state = \"mysql://me:secret@db\"",
            "1:9: state: this is no path: write that of an SQLite file, `data/gatepass.db`",
        ),
        (
            "[tls]\ncertificate = \"a\"",
            "1:1: tls: expected a list, found a table; write the section's name in double brackets, `[[tls]]`",
        ),
        (
            "[sitez]\nname = \"crm\"",
            "1:2: sitez: unknown key; did you mean `site`?",
        ),
        (
            "workers = -1",
            "1:11: workers: expected a whole number, 0 or more, found integer `-1`",
        ),
        (
            "drain_for = 30",
            "1:13: drain_for: expected a duration, such as \"5m\", found integer `30`",
        ),
        (
            "\ndrain_for = \"30\"",
            "2:13: drain_for: `30` is no duration: write a whole number and `s`, `m`, `h` or `d`, such as `90s` or `8h`",
        ),
        (
            "trusted_proxies = [\"10.0.0.0/33\"]",
            "1:20: trusted_proxies[0]: `10.0.0.0/33` is no network: write `10.0.0.0/8` or a single address",
        ),
        (
            "connections_per_client = 0",
            "1:26: connections_per_client: nobody could connect: write at least `1`",
        ),
        (
            "health = \"[::]:8443\"\nlisten = [\"[::]:8443\"]",
            "1:10: health: address `[::]:8443` is used already, in line 2: use another one",
        ),
        ("portal = 5", "1:10: portal: expected a table, found integer `5`"),
        (
            "é = 1",
            "1:1: invalid unquoted key, expected letters, numbers, `-`, `_`",
        ),
    ] {
        assert_eq!(listed(text), expected);
    }
}

#[test]
fn mistakes_in_a_site_are_placed_exactly() {
    // The site's own lines end at 7.
    for (line, expected) in [
        (
            "dialect = \"perl\"",
            "8:11: site[0].dialect: `perl` is not a choice here; known here: `generic`, `php`",
        ),
        (
            "preset = \"vtenex\"",
            "8:10: site[0].preset: there is no preset `vtenex`; did you mean `vtenext`?",
        ),
        (
            "elsewhere = \"hiddem\"",
            "8:13: site[0].elsewhere: `hiddem` is not a choice here; did you mean `hidden`?",
        ),
        (
            "upstream_protocol = \"h2\"",
            "8:21: site[0].upstream_protocol: `h2` is not a choice here; known here: `auto`, `http/1.1`, `http/2`",
        ),
        (
            "upstream_tls = { name = \"\" }",
            "8:25: site[0].upstream_tls.name: ``: this is no host name: write it like `crm.example.com`",
        ),
        (
            "upstream_tls = { name = \"app\" }",
            "8:16: site[0].upstream_tls: no upstream of this site uses TLS: write `https://` in `upstream`, or remove this",
        ),
        (
            "read_timeout = \"0s\"",
            "8:16: site[0].read_timeout: must be longer than no time at all: write `5s`, for example",
        ),
        (
            "durations = [\"2h\", \"1h\"]",
            "8:20: site[0].durations[1]: must be longer than 2h: list the shortest first",
        ),
        (
            "durations = [\"31d\"]",
            "8:14: site[0].durations[0]: a grant lasts 30d at most: write a shorter duration",
        ),
        (
            "durations = []",
            "8:13: site[0].durations: at least one duration is needed: write `durations = [\"8h\"]`",
        ),
        (
            "security_codes = []",
            "8:18: site[0].security_codes: at least one kind of code is needed: write `security_codes = [\"fixed\"]`",
        ),
        (
            "security_codes = [\"totp\", \"fixed\", \"totp\"]",
            "8:36: site[0].security_codes[2]: stands here twice: name each kind of code once",
        ),
        (
            "security_codes = [\"email\"]",
            "8:19: site[0].security_codes[0]: codes by mail need a mail server: write a `[mail]` section",
        ),
        (
            "security_codes = [\"sms\"]",
            "8:19: site[0].security_codes[0]: `sms` is not a choice here; known here: `fixed`, `totp`, `email`",
        ),
        (
            "identity.header.X-User = \"{user}\"",
            "8:10: site[0].identity.header: unknown key; did you mean `headers`?",
        ),
        (
            "[site.identity]\nbearer = \"token\"",
            "9:10: site[0].identity.bearer: not in this version: signing in to the app with `bearer`; write `headers` or `assertion`",
        ),
        (
            "[[site.scopez]]\nname = \"m\"",
            "8:8: site[0].scopez: unknown key; did you mean `scope`?",
        ),
        (
            "[[site]]\nname = \"b\"\nhosts = [\"b.example\"]\nupstream = [\"http://me:secret@b\"]",
            "11:13: site[1].upstream[0]: an upstream has no user name or password: leave out what is before `@`",
        ),
        (
            "identity = { basic = { user = \"x\" } }",
            "8:22: site[0].identity.basic: not in this version: signing in to the app with `basic`; write `headers` or `assertion`",
        ),
        (
            "identity = { headers = { X-Forwarded-User = \"{user}\" } }",
            "8:26: site[0].identity.headers.X-Forwarded-User: `X-Forwarded-User` means something to HTTP itself: use another header, such as `X-Remote-User`",
        ),
        (
            "identity = { headers = { X-User = \"{userz}\" } }",
            "8:35: site[0].identity.headers.X-User: `{userz}` is no placeholder: did you mean `user`?",
        ),
        (
            "identity = { headers = { X-A = \"{user}\", x-a = \"{agent}\" } }",
            "8:48: site[0].identity.headers.x-a: header `x-a` is used already, in line 8: use another one",
        ),
        (
            "identity = { assertion = 1 }",
            "8:26: site[0].identity.assertion: expected `true`, `false` or the name of a header, found integer `1`",
        ),
        (
            "identity = { assertion = \"Cookie\" }",
            "8:26: site[0].identity.assertion: `cookie` means something to HTTP itself: use another header, such as `X-Remote-User`",
        ),
        (
            "[[site.scope]]\nname = \"Messages\"\nmatch = [{ path = \"/m\" }]",
            "9:8: site[0].scope[0].name: `Messages` is no name: use up to 63 of a-z, 0-9, `-` and `_`, beginning with a letter or digit",
        ),
        (
            "[[site.scope]]\nname = \"m\"",
            "8:1: site[0].scope[0].match: at least one matcher is needed: write `match = [{ path = \"/messages/**\" }]`",
        ),
        (
            "[[site.scope]]\nname = \"m\"\nmatch = [{}]",
            "10:10: site[0].scope[0].match[0]: a matcher without parts would match everything: write `path = \"/**\"` if that is meant",
        ),
        (
            "[[site.scope]]\nname = \"m\"\nmatch = [{ path = \"m/%20\" }]",
            "10:19: site[0].scope[0].match[0].path: `m/%20`: a path pattern starts with `/`",
        ),
        (
            "[[site.scope]]\nname = \"m\"\nmatch = [{ methods = [\"get\"] }]",
            "10:23: site[0].scope[0].match[0].methods[0]: `get` is not a choice here; did you mean `GET`?",
        ),
        (
            "[[site.scope]]\nname = \"m\"\nmatch = [{ parameters = { module = [] } }]",
            "10:36: site[0].scope[0].match[0].parameters.module: an empty list matches nothing: name values, or write `[\"*\"]` for any",
        ),
        (
            "[[site.scope]]\nname = \"m\"\nmatch = [{ parameters = { module = true } }]",
            "10:36: site[0].scope[0].match[0].parameters.module: expected a value, such as \"Messages\", \"mail.*\" or 210, a list of values, or { not = [\"Messages\"] }, found boolean `true`",
        ),
        (
            "[[site.scope]]\nname = \"m\"\nmatch = [{ parameters = { module = { regex = \"M[\" } } }]",
            "10:46: site[0].scope[0].match[0].parameters.module.regex: `M[` is no regular expression: unclosed character class",
        ),
        (
            "[[site.scope]]\nname = \"m\"\nmatch = [{ parameters = { module = [\"a\", { from = 9, to = 3 }] } }]",
            "10:42: site[0].scope[0].match[0].parameters.module[1]: no number is from 9 to 3: exchange them",
        ),
        (
            "[[site.scope]]\nname = \"m\"\nmatch = [{ parameters = { module = { nott = \"a\" } } }]",
            "10:38: site[0].scope[0].match[0].parameters.module.nott: unknown key; did you mean `not`?",
        ),
        (
            "[[site.scope]]\nname = \"m\"\nmatch = [{ parameters = { module = { not = { not = \"a\" } } } }]",
            "10:36: site[0].scope[0].match[0].parameters.module: `not` within `not`: write the values themselves",
        ),
        (
            "[[site.scope]]\nname = \"m\"\nmatch = [{ path = \"/rpc\", json = { \"params/model\" = \"mail.*\" } }]",
            "10:36: site[0].scope[0].match[0].json.\"params/model\": a place in a JSON body begins with `/`, such as `/params/model`",
        ),
        (
            "[[site.scope]]\nname = \"messages\"\nmatch = [{ path = \"/m\" }]\n[[site.test]]\nwith = [\"messagez\"]\nrequest = \"GET /\"\nexpect = \"hidden\"",
            "12:9: site[0].test[0].with[0]: this site has no scope `messagez`; did you mean `messages`?",
        ),
        (
            "[[site.test]]\nrequest = \"/x\"\nexpect = \"hidden\"",
            "9:11: site[0].test[0].request: `/x` is no request: write the method in capitals, a blank and the target, `GET /path?query`",
        ),
        (
            "[[site.test]]",
            "8:1: site[0].test[0].expect: missing: write `expect = \"hidden\"`\n8:1: site[0].test[0].request: missing: write `request = \"GET /\"`",
        ),
    ] {
        assert_eq!(listed(&site(line)), expected);
    }
}

#[test]
fn mistakes_in_the_portal_are_placed_exactly() {
    for (line, expected) in [
        (
            "idle = \"0\"",
            "6:8: portal.idle: must be longer than no time at all: write `30m`, for example",
        ),
        (
            "idle = \"13h\"",
            "6:8: portal.idle: a session ends after 12h in any case: write a shorter duration, or a longer `longest`",
        ),
        (
            "longest = \"31d\"",
            "6:11: portal.longest: this is 30d at most: write a shorter duration",
        ),
        (
            "trust_for = \"25h\"",
            "6:13: portal.trust_for: this is 1d at most: write a shorter duration",
        ),
        (
            "invitation = \"0s\"",
            "6:14: portal.invitation: must be longer than no time at all: write `30m`, for example",
        ),
        (
            "name = \"Acme: support\"",
            "6:8: portal.name: this is no name: write 1 to 60 characters on one line, without `:`",
        ),
        (
            "nam = \"Acme\"",
            "6:1: portal.nam: unknown key; did you mean `name`?",
        ),
    ] {
        let start = SITE.lines().take(3).collect::<Vec<_>>().join("\n");
        let text = format!("{start}\n[portal]\nhost = \"support.example.com\"\n{line}\n");
        assert_eq!(listed(&text), expected);
    }
}

#[test]
fn mistakes_in_mail_are_placed_exactly() {
    for (line, expected) in [
        (
            "tls = \"none\"",
            "4:7: mail.tls: mail goes without TLS only to this machine: write `implicit` or `starttls`, or the server `localhost`",
        ),
        (
            "tls = \"startls\"",
            "4:7: mail.tls: `startls` is not a choice here; did you mean `starttls`?",
        ),
        ("port = 0", "4:8: mail.port: a port is a number from 1 to 65535"),
        (
            "port = 70000",
            "4:8: mail.port: expected a whole number from 0 to 65535, found integer `70000`",
        ),
        (
            "user = \"me\"",
            "1:1: mail.password_file: missing: write `password_file = \"mail-password\"`",
        ),
        (
            "password_file = \"p\"",
            "1:1: mail.user: missing, and there is a `password_file`: write `user = \"gatepass\"`",
        ),
        (
            "user = \"a\\nb\"\npassword_file = \"p\"",
            "4:8: mail.user: this is no account: write the name that the mail server knows",
        ),
        (
            "password = \"secret\"",
            "4:1: mail.password: unknown key; known here: `server`, `port`, `tls`, `ca`, `user`, `password_file`, `from`",
        ),
    ] {
        let text = format!("[mail]\nserver = \"smtp.example.com\"\nfrom = \"a@b.example\"\n{line}\n");
        assert_eq!(listed(&text), expected);
    }
    assert_eq!(
        listed("[mail]"),
        "1:1: mail.from: missing: write `from = \"Gatepass <support@example.com>\"`\n\
         1:1: mail.server: missing: write `server = \"smtp.example.com\"`"
    );
    assert_eq!(
        listed("[mail]\nserver = \"localhost\"\ntls = \"none\"\nca = \"ca.pem\"\nfrom = \"me\""),
        "4:6: mail.ca: there is no certificate without TLS: remove this, or use TLS\n\
         5:8: mail.from: `me` is no mail address: write `support@example.com` or `Gatepass <support@example.com>`"
    );
}

#[test]
fn names_that_must_be_unique_are_named_with_the_place_of_the_first() {
    let text = r#"[[tls]]
certificate = "a.pem"
key = "a.key"
[[tls]]
certificate = "a.pem"
key = "b.key"
[portal]
host = "a.example"
[[site]]
name = "a"
hosts = ["A.example"]
upstream = ["http://app", "http://app:80/"]
[[site]]
name = "a"
hosts = ["b.example", "b.example"]
upstream = ["http://app"]
[[site.scope]]
name = "s"
match = [{ path = "/a" }]
[[site.scope]]
name = "s"
match = [{ path = "/b" }]
"#;
    insta::assert_snapshot!(listed(text));
}

#[test]
fn all_mistakes_are_found_in_one_run() {
    let text = r#"listen = ["8443", "[::]:8443"]
state = "postgres://db"
colour = "blue"
[[site]]
namez = "crm"
hosts = ["https://crm.example.com", "crm.example.com:8443", "ok.example"]
upstream = ["127.0.0.1:8080"]
connect_timeout = "soon"
[[site.scope]]
name = "messages"
match = [{ pathz = "/messages/**" }, { path = "/a//b" }]
[[site.scope]]
match = []
"#;
    insta::assert_snapshot!(listed(text));
}

#[test]
fn an_element_that_cannot_be_read_does_not_shift_the_places_of_the_others() {
    let text = site("durations = [\"soon\", \"2h\", \"later\", \"1h\"]");
    assert_eq!(
        problems(&text)
            .iter()
            .map(|it| it.key.as_str())
            .collect::<Vec<_>>(),
        [
            "site[0].durations[0]",
            "site[0].durations[2]",
            "site[0].durations[3]"
        ]
    );
}

#[test]
fn the_whole_contract_is_understood() {
    let text = r#"listen = ["[::]:8443"]
state  = "data/gatepass.db"
key    = "data/gatepass.key"
workers = 0
[[tls]]
certificate = "certs/crm.pem"
key         = "certs/crm.key"
[portal]
host = "support.example.com"
[[site]]
name      = "crm"
hosts     = ["crm.example.com"]
upstream  = ["http://127.0.0.1:8080"]
visitors  = "refuse"
dialect   = "php"
elsewhere = "full"
preset    = "vtenext"
trust_for = "5m"
challenge = "window"
durations = ["1h", "2h", "4h", "8h", "24h", "48h"]
identity  = { headers = { "X-Remote-User" = "{user}" } }
[[site.scope]]
name      = "messages"
label     = "Allow to see messages"
default   = "hidden"
offer     = true
challenge = "always"
match = [
  { parameters = { module = ["Messages", "Emails"] } },
  { path = "/messages/**", methods = ["GET", "POST"] },
  { path = "/jsonrpc", json = { "/params/model" = "mail.*" } },
]
[[site.test]]
with = ["messages"]
request = "GET /index.php?module=Messages"
expect = "hidden"
"#;
    let site = &settings(text).sites[0];
    assert_eq!(site.policy.parameters.dialect, Dialect::Php);
    assert_eq!(site.policy.scopes[0].label, "Allow to see messages");
}

/// A value of another type, an empty one or a strange one never gets lost, and never stops the check.
#[test]
fn every_setting_of_the_manual_is_checked_whatever_its_value() {
    let manual = super::manual::enabled();
    let lines: Vec<&str> = manual.lines().collect();
    let settings = lines.iter().enumerate().filter_map(|(at, line)| {
        let (key, _) = line.split_once(" = ")?;
        (!line.starts_with('#')).then_some((at, key))
    });
    let mut tried = 0;
    for (at, key) in settings {
        for value in [
            "-5",
            "1e400",
            "\"\"",
            "\"\\u0000\"",
            "[]",
            "[[]]",
            "{}",
            "{ a = 1 }",
            "07:32:00",
            "true",
        ] {
            let changed = format!("{key} = {value}");
            let mut lines = lines.clone();
            lines[at] = &changed;
            let checked = parse(&lines.join("\n"), Path::new("."), &EverythingThere);
            if let Err(problems) = checked {
                assert!(!problems.is_empty(), "{changed}");
                assert!(
                    problems.iter().any(|it| it.line == at + 1),
                    "{changed}: {problems:?}"
                );
            }
            tried += 1;
        }
    }
    assert!(tried > 300);
}

#[test]
fn sites_need_a_certificate() {
    let text = "[portal]\nhost = \"support.example.com\"";
    assert_eq!(
        listed(text),
        "1:1: tls: no certificate, and nothing is served without TLS: add `[[tls]]` with `certificate` and `key`"
    );
}

#[test]
fn text_that_is_no_toml_is_placed_too() {
    insta::assert_snapshot!(listed(
        "listen = [\"[::]:8443\"\nstate = \"a\"\nstate = \"b\"\nkey = nope\n"
    ));
}

#[test]
fn files_must_be_there_and_errors_begin_with_the_name_of_the_config() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("gatepass.toml");
    std::fs::write(&path, SITE).unwrap();
    std::fs::write(dir.path().join("crm.pem"), "").unwrap();
    let error = load(&path).unwrap_err();
    let missing = dir.path().join("crm.key");
    assert_eq!(
        error.to_string(),
        format!(
            "{}:3:7: tls[0].key: there is no file `{}`: make it or mend the path",
            path.display(),
            missing.display()
        )
    );
    std::fs::write(missing, "").unwrap();
    assert_eq!(load(&path).unwrap().sites.len(), 1);
}

#[test]
fn a_config_that_is_not_there_is_an_error_that_says_what_to_do() {
    let error = load(Path::new("/nowhere/gatepass.toml")).unwrap_err();
    assert!(matches!(error, ConfigError::Unreadable { .. }));
    assert!(error.to_string().contains("`gatepass init`"));
}
