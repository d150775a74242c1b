# Roundcube with a database and a mail server of its own: DIR PORT.
set -euo pipefail
dir=$1 port=$2 here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$dir"/{config,temp,logs,run,mail/ann/{new,cur,tmp}}
chmod -R a+rwX "$dir"
imap=$(php -r '$s = stream_socket_server("tcp://127.0.0.1:0"); echo explode(":", stream_socket_get_name($s, false))[1];')

cat >"$dir/dovecot.conf" <<CONF
base_dir = $dir/run
state_dir = $dir/run
log_path = $dir/logs/dovecot
protocols = imap
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:$dir/mail/%u
passdb {
  driver = static
  args = password=correcthorse
}
userdb {
  driver = static
  args = uid=mail gid=mail home=$dir/mail/%u
}
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = $imap
  }
  inet_listener imaps {
    port = 0
  }
}
CONF
chown -R mail:mail "$dir/mail"
chmod a+x "$dir"
printf 'From: bob@example.com\r\nTo: ann@example.com\r\nSubject: mail-%s\r\nDate: Fri, 20 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n\r\nThe body: mail-%s\r\n' \
    "$SECRET" "$SECRET" >"$dir/mail/ann/new/1"

cat >"$dir/config/config.inc.php" <<CONF
<?php
\$config = [
    'db_dsnw' => 'sqlite:///$dir/roundcube.db?mode=0646',
    'imap_host' => ['127.0.0.1:$imap'],
    'smtp_host' => '127.0.0.1:1',
    'des_key' => 'abcdefghijklmnopqrstuvwx',
    'temp_dir' => '$dir/temp',
    'log_dir' => '$dir/logs',
    'session_lifetime' => 600,
    'plugins' => [],
    'skin' => 'elastic',
    'enable_spellcheck' => false,
];
CONF
ln -s /etc/roundcube/{defaults.inc,mimetypes}.php "$dir/config/"
export ROUNDCUBE_CONFIG_DIR=$dir/config
php "$here/roundcube.php" "$dir/roundcube.db"
dovecot -c "$dir/dovecot.conf"
# The mail server has left for the background; it goes when the app does.
php -d display_errors=0 -S "127.0.0.1:$port" -t /var/lib/roundcube/public_html >"$dir/logs/php" 2>&1 &
php=$!
trap 'kill $php; dovecot -c "$dir/dovecot.conf" stop' EXIT
wait $php
