# Request Tracker with a database of its own: DIR PORT.
set -euo pipefail
dir=$1 port=$2 here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$dir"/{config,sessions}
cp /var/lib/dbconfig-common/sqlite3/request-tracker5/rtdb "$dir/rtdb"
cat >"$dir/RT_SiteConfig.pm" <<CONF
Set(\$rtname, 'example');
Set(\$Organization, 'example');
Set(\$WebPath, '');
Set(\$WebDomain, 'crm.test');
Set(\$WebPort, 443);
Set(\$RestrictReferrer, 0);
Set(\$DatabaseType, 'SQLite');
Set(\$DatabaseName, '$dir/rtdb');
Set(\$LogToSTDERR, 'error');
Set(\$LogToSyslog, undef);
Set(\$MailCommand, 'testfile');
Set(\$WebSessionClass, 'Apache::Session::File');
1;
CONF
export RT_SITE_CONFIG=$dir/RT_SiteConfig.pm RT_SITE_CONFIG_DIR=$dir/config
perl -I/usr/share/request-tracker5/lib "$here/request-tracker.pl" >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
exec /usr/share/request-tracker5/libexec/rt-server --host 127.0.0.1 --port "$port" >"$dir/log" 2>&1
